/** Converters that look up the backend or server that the sample names (manual 7.3.1). */
import { textOf } from "../cast.ts";
import type { CompileScope } from "../compile-scope.ts";
import type { ServerFacts } from "../txn.ts";
import type { ConverterRow, SampleValue } from "../types.ts";
import { MANUAL } from "./rows.ts";

/** The server of `backend/server`, or of a name alone in the proxy that the rule stands in. */
function serverOf(name: string, scope: CompileScope): ServerFacts | undefined {
  const slash = name.indexOf("/");
  const backend = scope.backend(slash === -1 ? "" : name.slice(0, slash));
  return backend?.server(name.slice(slash + 1));
}

function named(
  name: string,
  output: "int" | "bool",
  summary: string,
  look: (text: string, scope: CompileScope) => SampleValue | undefined,
): ConverterRow {
  return {
    name,
    input: "str",
    output,
    args: [],
    syntax: name,
    manual: MANUAL,
    summary,
    compile: (_args, scope) => ({ convert: (value) => look(textOf(value), scope) }),
  };
}

export const serverConverters: readonly ConverterRow[] = [
  named("nbsrv", "int", "Usable servers of the backend that the sample names.", (text, scope) =>
    scope.backend(text)?.usableServers(),
  ),
  named("srv_is_up", "bool", "True if the server that the sample names is up.", (text, scope) =>
    serverOf(text, scope)?.isUsable(),
  ),
  named(
    "srv_queue",
    "int",
    "Streams in the queue of the server that the sample names.",
    (text, scope) => serverOf(text, scope)?.queued(),
  ),
];
