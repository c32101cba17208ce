/** Arguments that hold keys, nonces and names: a text in the configuration, or a variable's. */
import { decodeBase64 } from "../base64.ts";
import { textOf } from "../cast.ts";
import type { CompileScope } from "../compile-scope.ts";
import type { Txn } from "../txn.ts";
import type { Arg } from "../types.ts";
import { variableReader } from "./rows.ts";

/** A text known now or with the request; undefined while a variable is unset. */
export type TextReader = (txn: Txn) => string | undefined;

/** An argument that is a variable when it reads as one, else its own text. */
export function textArg(
  arg: Arg | undefined,
  scope: CompileScope,
): { readonly literal: string } | { readonly read: TextReader } {
  const text = arg?.text ?? "";
  const ref = scope.variableNames.ref(text);
  if (ref === undefined) return { literal: text };
  const variable = variableReader(ref, scope);
  return {
    read: (txn) => {
      const value = variable(txn);
      return value === undefined ? undefined : textOf(value);
    },
  };
}

/** The bytes of an argument in base64, or of a variable that holds base64; reports what is neither. */
export function base64Arg(
  arg: Arg | undefined,
  name: string,
  scope: CompileScope,
  at: Arg["at"],
): TextReader | undefined {
  const given = textArg(arg, scope);
  if ("read" in given) {
    return (txn) => {
      const text = given.read(txn);
      return text === undefined ? undefined : decodeBase64(text);
    };
  }
  const bytes = decodeBase64(given.literal);
  if (bytes !== undefined) return () => bytes;
  scope.diagnostics.error(
    arg?.at ?? at,
    `converter '${name}': '${given.literal}' is neither base64 nor a variable name`,
    "a variable's name starts with its scope: proc, sess, txn, req, res or check, and a dot",
  );
  return undefined;
}
