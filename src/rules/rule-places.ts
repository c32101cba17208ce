/** What each rule set provides to expressions: how far a transaction has come when it runs. */
import type { RuleSetName } from "../config/model.ts";
import { Where } from "../sample/types.ts";

const CONNECTION: number = Where.internal | Where.client;
const SESSION: number = CONNECTION | Where.session;
const REQUEST: number = SESSION | Where.stream | Where.content | Where.request;
/** What there is once a backend was chosen, a server, and the connection to it tried. */
export const SERVER_SIDE: number =
  Where.backend | Where.assignment | Where.server | Where.connected;
const RESPONSE: number = SESSION | Where.stream | SERVER_SIDE | Where.response;

/**
 * Or of the `Where` bits that rules of the set may use. Rules over requests have `Where.backend` as
 * well in a proxy that is no frontend.
 */
export const PROVIDED: Readonly<Record<RuleSetName, number>> = {
  "tcp-request connection": CONNECTION,
  "tcp-request session": SESSION,
  "tcp-request content": REQUEST,
  "tcp-response content": RESPONSE,
  "http-request": REQUEST,
  "http-response": RESPONSE,
  "http-after-response": RESPONSE,
};

/** The bits of a set in a proxy with or without a frontend side. */
export function providedIn(set: RuleSetName, hasFrontend: boolean): number {
  return hasFrontend ? PROVIDED[set] : PROVIDED[set] | Where.backend;
}
