/** What exists where expressions stand outside of rules (manual 7.3): `Where` bits. */
import { PROVIDED, SERVER_SIDE } from "../../rules/rule-places.ts";
import { Where } from "../../sample/types.ts";

/** `use_backend`, `unique-id-format`. */
export const REQUEST: number = PROVIDED["http-request"];

/** `use-server`, `balance`, `stick on`: a server is being chosen. */
export const ASSIGNMENT: number = REQUEST | Where.backend | Where.assignment;

/** `sni`: it was chosen. */
export const CONNECT: number = ASSIGNMENT | Where.server;

/** `stick store-response`. */
export const RESPONSE: number = PROVIDED["http-response"];

/** `http-error`: replies to requests and in place of responses. */
export const ANSWER: number = REQUEST | RESPONSE;

/** `log-format`: everything that is kept to the end. Messages are not: captures and variables are. */
export const LOG: number =
  Where.internal | Where.client | Where.session | Where.stream | SERVER_SIDE | Where.log;
