/** Names for the bits of `Where`, as diagnostics use them. */
import { Where } from "./types.ts";

const NAMES: readonly (readonly [number, string])[] = [
  [Where.internal, "the state of the process"],
  [Where.client, "the client connection"],
  [Where.content, "the content of the buffer"],
  [Where.request, "the HTTP request"],
  [Where.server, "the chosen server"],
  [Where.response, "the HTTP response"],
  [Where.stream, "a stream"],
  [Where.log, "the end of the stream"],
  [Where.check, "a health check"],
  [Where.session, "the session"],
  [Where.backend, "the backend"],
  [Where.assignment, "the choice of a server"],
  [Where.connected, "the connection to the server or its response"],
];

/** What the missing bits mean, for "needs …, which is not available here". */
export function placeNames(bits: number): string {
  return NAMES.filter(([bit]) => (bits & bit) !== 0)
    .map(([, name]) => name)
    .join(" and ");
}
