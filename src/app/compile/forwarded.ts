/** `option forwarded` compiled: its expressions (manual 4.2). */
import type {
  ForwardedModel,
  ForwardedSource as SourceModel,
} from "../../config/model/forwarded.ts";
import type { CompileScope } from "../../sample/compile-scope.ts";
import { castTo, compileExpression } from "../../sample/expression.ts";
import type { Forwarded, ForwardedNode, ForwardedSource } from "../../stream/forwarded.ts";
import { ASSIGNMENT } from "./places.ts";

/** Expressions that were reported are left out. */
export function compileForwarded(
  model: ForwardedModel | null,
  scope: CompileScope,
): Forwarded | null {
  if (model === null) return null;
  const own = scope.providing(ASSIGNMENT, "option forwarded");
  return {
    proto: model.proto,
    host: compileSource(model.host, "str", own),
    by: compileNode(model.by, model.byPort, own),
    for: compileNode(model.for, model.forPort, own),
  };
}

function compileNode(
  name: SourceModel | null,
  port: SourceModel | null,
  scope: CompileScope,
): ForwardedNode | null {
  const compiled = compileSource(name, "any", scope);
  return compiled === null ? null : { name: compiled, port: compileSource(port, "str", scope) };
}

function compileSource(
  source: SourceModel | null,
  type: "str" | "any",
  scope: CompileScope,
): ForwardedSource | null {
  if (source === null || source === "own") return source;
  const expression = compileExpression(source, scope);
  const cast = expression === undefined ? undefined : castTo(expression, type, scope, source);
  return cast === undefined ? null : cast.eval;
}
