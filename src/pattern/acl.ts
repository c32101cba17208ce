/**
 * Named ACLs of a proxy: the lines of `acl NAME …`, several lines of one name or-ed, and the
 * predefined ones (manual 7.1, 7.4). The predefined ones are compiled when first named, so that
 * only those in use show up at the admin socket.
 */
import type { AclModel } from "../config/model.ts";
import type { Word } from "../config/words/word.ts";
import type { AclLookup, CompileScope } from "../sample/compile-scope.ts";
import { anyOf, constantOr } from "./condition.ts";
import type { Test } from "./condition.ts";
import { compileCriterion } from "./criterion.ts";
import type { CompiledTest } from "./criterion.ts";
import { guardOfAny } from "./guard.ts";
import type { Guard } from "./guard.ts";

/** The predefined ACLs in the words that would declare them. */
const predefinedAcls: Readonly<Record<string, string>> = {
  FALSE: "always_false",
  HTTP: "req.proto_http",
  "HTTP_1.0": "req.ver 1.0",
  "HTTP_1.1": "req.ver 1.1",
  "HTTP_2.0": "req.ver 2.0",
  "HTTP_3.0": "req.ver 3.0",
  HTTP_CONTENT: "req.hdr_val(content-length) gt 0",
  HTTP_URL_ABS: "url_reg ^[^/:]*://",
  HTTP_URL_SLASH: "url_beg /",
  HTTP_URL_STAR: "url *",
  LOCALHOST: "src 127.0.0.1/8 ::1",
  METH_CONNECT: "method CONNECT",
  METH_DELETE: "method DELETE",
  METH_GET: "method GET HEAD",
  METH_HEAD: "method HEAD",
  METH_OPTIONS: "method OPTIONS",
  METH_POST: "method POST",
  METH_PUT: "method PUT",
  METH_TRACE: "method TRACE",
  RDP_COOKIE: "req.rdp_cookie_cnt gt 0",
  REQ_CONTENT: "req.len gt 0",
  TRUE: "always_true",
  WAIT_END: "wait_end",
};

const NAME: RegExp = /^[A-Za-z0-9_.:-]+$/;

interface NamedAcl {
  readonly test: Test;
  readonly needs: number;
  readonly guard: Guard | null;
}

/**
 * Compiles all `acl` lines of a proxy, reporting the ones that are wrong. `announce` is given the
 * lookup before: a line may ask for the names of the lines before it (`acl()`).
 */
export function compileAcls(
  models: readonly AclModel[],
  scope: CompileScope,
  announce: (acls: AclLookup) => void = () => {},
): AclLookup {
  const acls = new NamedAcls(scope);
  announce(acls);
  for (const { words } of models) {
    const name = words[0];
    if (name === undefined || !isValid(name, words, scope)) continue;
    acls.add(name.text, compileCriterion(words.slice(1), scope));
  }
  return acls;
}

function isValid(name: Word, words: readonly Word[], scope: CompileScope): boolean {
  if (!NAME.test(name.text)) {
    const hint = "names are made of letters, digits and the characters - _ . :";
    scope.diagnostics.error(name, `'${name.text}' is not a valid name for an ACL`, hint);
    return false;
  }
  if (name.text === "or") {
    scope.diagnostics.error(name, "'or' is an operator and cannot name an ACL");
    return false;
  }
  if (words.length > 1) return true;
  scope.diagnostics.error(name, `acl '${name.text}' has no criterion`);
  return false;
}

/** The lines of one name or-ed; undefined when one of them is wrong, which was reported. */
function combined(lines: readonly (CompiledTest | undefined)[]): NamedAcl | undefined {
  const tests: Test[] = [];
  const guards: (Guard | null)[] = [];
  let needs = -1;
  for (const line of lines) {
    if (line === undefined) return undefined;
    tests.push(constantOr(line.test, line.constant));
    guards.push(line.guard);
    needs &= line.where;
  }
  return { test: anyOf(tests), needs, guard: guardOfAny(guards) };
}

class NamedAcls implements AclLookup {
  readonly #lines: Map<string, (CompiledTest | undefined)[]> = new Map();
  /** Made of their lines when first asked for. */
  readonly #acls: Map<string, NamedAcl | undefined> = new Map();
  readonly #scope: CompileScope;

  constructor(scope: CompileScope) {
    this.#scope = scope;
  }

  /** One more line of a name; undefined for one that is wrong. */
  add(name: string, line: CompiledTest | undefined): void {
    const known = this.#lines.get(name);
    if (known === undefined) this.#lines.set(name, [line]);
    else known.push(line);
    this.#acls.delete(name);
  }

  get names(): readonly string[] {
    return [...new Set([...this.#lines.keys(), ...Object.keys(predefinedAcls)])];
  }

  get(name: string): Test | undefined {
    return this.#find(name)?.test;
  }

  needs(name: string): number {
    return this.#find(name)?.needs ?? 0;
  }

  guard(name: string): Guard | null {
    return this.#find(name)?.guard ?? null;
  }

  #find(name: string): NamedAcl | undefined {
    if (this.#acls.has(name)) return this.#acls.get(name);
    const lines = this.#lines.get(name) ?? this.#predefined(name);
    if (lines === undefined) return undefined;
    const compiled = combined(lines);
    this.#acls.set(name, compiled);
    return compiled;
  }

  #predefined(name: string): readonly (CompiledTest | undefined)[] | undefined {
    const declaration = Object.hasOwn(predefinedAcls, name) ? predefinedAcls[name] : undefined;
    if (declaration === undefined) return undefined;
    const words = declaration.split(" ").map((text) => predefinedWord(name, text));
    return [compileCriterion(words, this.#scope)];
  }
}

/** A word of a predefined ACL, placed nowhere. */
function predefinedWord(name: string, text: string): Word {
  return { file: `predefined acl ${name}`, line: 0, column: 1, text, width: text.length };
}
