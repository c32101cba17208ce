/**
 * Userlists at run time (manual 3.4): who may log in, and which groups he is in. A password that
 * fitted a hash is remembered by its SHA-256, one a user, since crypt takes thousands of rounds.
 */
import type { Diagnostics } from "../config/diagnostics/diagnostics.ts";
import type { UserModel, UserlistModel } from "../config/model.ts";
import type { UserlistFacts } from "../sample/compile-scope.ts";
import { crypt, isCryptHash } from "./crypt.ts";

/** What a userlist needs of the process. */
export interface PasswordFacts {
  digest(algorithm: string, data: string): string;
  timingSafeEqual(a: string, b: string): boolean;
}

/** The userlist of a model; reports passwords whose hash is of no known kind. */
export function compileUserlist(
  model: UserlistModel,
  process: PasswordFacts,
  diagnostics: Diagnostics,
): UserlistFacts {
  for (const { name, password, insecure } of model.users) {
    if (insecure || isCryptHash(password)) continue;
    const scheme = /^\$[^$]*\$/.exec(password)?.[0] ?? "DES";
    diagnostics.error(
      null,
      `userlist '${model.name}': the ${scheme} hash of user '${name}' is not supported`,
      "MD5 ($1$), SHA-256 ($5$) and SHA-512 ($6$) are, and 'insecure-password' for plain text",
    );
  }
  return new Userlist(model, process);
}

class Userlist implements UserlistFacts {
  readonly name: string;
  readonly #users: ReadonlyMap<string, UserModel>;
  readonly #process: PasswordFacts;
  /** SHA-256 of the password that fitted last, by user. */
  readonly #fitted: Map<string, string> = new Map();

  constructor(model: UserlistModel, process: PasswordFacts) {
    this.name = model.name;
    this.#users = new Map(model.users.map((user) => [user.name, user]));
    this.#process = process;
  }

  authenticate(user: string, password: string, groups: readonly string[] | null): boolean {
    const known = this.#users.get(user);
    if (known === undefined || !this.#fits(known, password)) return false;
    return groups === null || groups.some((group) => known.groups.includes(group));
  }

  groupsOf(user: string): readonly string[] {
    return this.#users.get(user)?.groups ?? [];
  }

  #fits(user: UserModel, password: string): boolean {
    const process = this.#process;
    if (user.insecure) return process.timingSafeEqual(password, user.password);
    const mark = process.digest("sha256", password);
    const fitted = this.#fitted.get(user.name);
    if (fitted !== undefined && process.timingSafeEqual(fitted, mark)) return true;
    const hash = crypt(password, user.password, (algorithm, data) =>
      process.digest(algorithm, data),
    );
    if (!process.timingSafeEqual(hash, user.password)) return false;
    this.#fitted.set(user.name, mark);
    return true;
  }
}
