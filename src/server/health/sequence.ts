/**
 * The steps of a check (manual 4.2, tcp-check and http-check), compiled: connections, what is sent
 * over them, what must come back, and changes of variables. A sequence is shared by the servers of
 * a backend; what differs between them is told to its functions by the `CheckTxn` of a run.
 */
import type { Address } from "../../runtime/transport.ts";
import type { Format } from "../../sample/log-format/log-format.ts";
import type { Eval } from "../../sample/types.ts";
import type { CheckStatus } from "../check-status.ts";
import type { CheckTxn } from "./check-txn.ts";
import type { HttpAnswer } from "./http-answer.ts";

interface StepPlace {
  /** Position among the rules from 1; 0 for a step that nobody wrote. */
  readonly number: number;
  readonly comment: string;
  /** The step in HAProxy's words, for what is told of its failure: "connect port 25". */
  readonly name: string;
}

export interface ConnectStep extends StepPlace {
  readonly kind: "connect";
  /** Takes what the server's line says of its checks: TLS, PROXY header, SNI, ALPN. */
  readonly usesServer: boolean;
  /** Where to, when not to where the server's checks go; `port` beats the port of `address`. */
  readonly port: Eval | null;
  readonly address: Address | null;
  readonly tls: boolean;
  readonly serverName: string | null;
  readonly alpn: readonly string[] | null;
  readonly sendsProxy: boolean;
  /** Ends the connection by FIN instead of by RST. */
  readonly lingers: boolean;
  /** By way of the server's SOCKS4 proxy, if it has one. */
  readonly viaSocks4: boolean;
}

/** The bytes to send as latin1, or why there are none. */
export type Payload = (txn: CheckTxn) => string | { readonly fault: string };

export interface SendStep extends StepPlace {
  readonly kind: "send";
  readonly payload: Payload;
  /** The payload may be empty, so that the server has the first word. */
  readonly mayBeEmpty?: boolean;
  /** Makes the receiver of an HTTP answer; null where bytes are all there is. */
  readonly newAnswer: (() => HttpAnswer) | null;
}

/** What an answer fails with. */
export interface Mismatch {
  readonly status: CheckStatus;
  readonly info: string;
  /** What the protocol numbers the failure with; else the code of the rule or of the HTTP answer. */
  readonly code?: number;
  /** The info is whole: no comment is put behind it. */
  readonly isBare?: boolean;
  /** The status stands, whatever `error-status` says. */
  readonly isFinal?: boolean;
}

/** True when the answer is as expected, undefined when more of it is needed. */
export type Match = (txn: CheckTxn) => true | undefined | Mismatch;

export interface ExpectStep extends StepPlace {
  readonly kind: "expect";
  readonly match: Match;
  readonly okStatus: CheckStatus;
  /** Null for what the mismatch says. */
  readonly errorStatus: CheckStatus | null;
  readonly timeoutStatus: CheckStatus;
  /** What is told when more of the answer did not come in time; null for nothing. */
  readonly timeoutInfo: ((txn: CheckTxn) => string) | null;
  readonly onSuccess: Format | null;
  readonly onError: Format | null;
  readonly statusCode: Eval | null;
}

export interface ChangeStep extends StepPlace {
  readonly kind: "change";
  readonly run: (txn: CheckTxn) => void;
}

export type Step = ConnectStep | SendStep | ExpectStep | ChangeStep;

export interface Sequence {
  readonly steps: readonly Step[];
  /** Failures name their step, as `option tcp-check` does. */
  readonly tellsSteps: boolean;
  /** What a check that passed says when its last step says nothing. */
  readonly passedInfo: string;
  /** Answers are HTTP responses. */
  readonly isHttp: boolean;
}

const implied: StepPlace = { number: 0, comment: "", name: "connect" };

/** The connection of a check whose rules open none. */
export const impliedConnect: ConnectStep = {
  ...implied,
  kind: "connect",
  usesServer: true,
  port: null,
  address: null,
  tls: false,
  serverName: null,
  alpn: null,
  sendsProxy: false,
  lingers: false,
  viaSocks4: false,
};

/** Connecting is all there is to check. */
export const connectOnly: Sequence = {
  steps: [impliedConnect],
  tellsSteps: false,
  passedInfo: "",
  isHttp: false,
};

/** " at step 2 of tcp-check (send) comment: 'x'", what is put behind a failure of the connection. */
export function placeText({ number, comment, name }: Step): string {
  if (number === 0) return " at initial connection step of tcp-check";
  const told = comment === "" ? "" : ` comment: '${comment}'`;
  return ` at step ${number} of tcp-check (${name})${told}`;
}
