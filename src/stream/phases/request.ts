/** The phases of a request, in the order of `A request's way` (ARCHITECTURE.md). */
import type { Stream } from "../stream.ts";
import { assignServer } from "./assign-server.ts";
import { connect } from "./connect.ts";
import { backendContentRules, frontendContentRules } from "./content-rules.ts";
import { finalizeRequest } from "./finalize-request.ts";
import { backendRequestRules, frontendRequestRules } from "./http-request-rules.ts";
import { keyBody } from "./key-body.ts";
import { persist } from "./persist.ts";
import { sendRequest } from "./send-request.ts";
import { startTunnel } from "./start-tunnel.ts";
import type { Step } from "./step.ts";
import { switchBackend } from "./switch-backend.ts";

type Phase = (stream: Stream) => Step;

/** An HTTP request, from its head to its server. */
export const REQUEST_PHASES: readonly Phase[] = [
  frontendContentRules,
  frontendRequestRules,
  switchBackend,
  backendContentRules,
  backendRequestRules,
  keyBody,
  finalizeRequest,
  persist,
  assignServer,
  connect,
  sendRequest,
];

/** A connection of `mode tcp`. */
export const RAW_PHASES: readonly Phase[] = [
  frontendContentRules,
  switchBackend,
  backendContentRules,
  persist,
  assignServer,
  connect,
  startTunnel,
];

/** Where a stream that lost its server chooses another one, and where it tries the same again. */
export function stepOfAssign(phases: readonly Phase[]): number {
  return phases.indexOf(assignServer);
}

/** Where an HTTP request goes on whose content rules were evaluated over the bytes of a TCP stream. */
export function stepAfterContentRules(): number {
  return REQUEST_PHASES.indexOf(frontendContentRules) + 1;
}

export function stepOfConnect(phases: readonly Phase[]): number {
  return phases.indexOf(connect);
}
