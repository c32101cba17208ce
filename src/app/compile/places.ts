/** What exists where expressions stand outside of rules (manual 7.3): `Where` bits. */
import { PROVIDED } from "../../rules/rule-places.ts";
import { Where } from "../../sample/types.ts";

/** `use_backend`, `use-server`, `stick on`, `sni`, `unique-id-format`. */
export const REQUEST: number = PROVIDED["http-request"];

/** `stick store-response`. */
export const RESPONSE: number = PROVIDED["http-response"];

/** `http-error`: replies to requests and in place of responses. */
export const ANSWER: number = REQUEST | RESPONSE;

/** `log-format`: everything, as far as it came. */
export const LOG: number =
  Where.internal |
  Where.client |
  Where.stream |
  Where.request |
  Where.response |
  Where.server |
  Where.log;
