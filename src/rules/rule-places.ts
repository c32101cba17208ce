/** What each rule set provides to expressions: how far a transaction has come when it runs. */
import type { RuleSetName } from "../config/model.ts";
import { Where } from "../sample/types.ts";

const CONNECTION: number = Where.internal | Where.client;
const REQUEST: number = CONNECTION | Where.stream | Where.content | Where.request;
const RESPONSE: number = CONNECTION | Where.stream | Where.server | Where.response;

/** Or of the `Where` bits that rules of the set may use. */
export const PROVIDED: Readonly<Record<RuleSetName, number>> = {
  "tcp-request connection": CONNECTION,
  "tcp-request session": CONNECTION,
  "tcp-request content": REQUEST,
  "tcp-response content": RESPONSE,
  "http-request": REQUEST,
  "http-response": RESPONSE,
  "http-after-response": RESPONSE,
};
