/**
 * Password hashes of crypt(3) that a userlist may hold: MD5 (`$1$`, by P.-H. Kamp), SHA-256 and
 * SHA-512 (`$5$`, `$6$`, after U. Drepper's public "Unix crypt using SHA-256 and SHA-512"). Texts
 * are latin1; `digest` gives the digest's bytes as such a text.
 */

export type Digest = (algorithm: string, data: string) => string;

const ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const DEFAULT_ROUNDS = 5000;
const MIN_ROUNDS = 1000;
const MAX_ROUNDS = 999_999_999;
const MD5_ROUNDS = 1000;

/** How each hash begins, and what makes it of a password. */
const SCHEMES: readonly (readonly [
  string,
  (password: string, hash: string, digest: Digest) => string,
])[] = [
  ["$1$", md5Crypt],
  [
    "$5$",
    (password, hash, digest) => shaCrypt("$5$", "sha256", sha256Order(), password, hash, digest),
  ],
  [
    "$6$",
    (password, hash, digest) => shaCrypt("$6$", "sha512", sha512Order(), password, hash, digest),
  ],
];

/** Whether `hash` is of a kind that `crypt` knows. */
export function isCryptHash(hash: string): boolean {
  return SCHEMES.some(([prefix]) => hash.startsWith(prefix));
}

/** The hash of `password` under the scheme and salt that `hash` names; it equals `hash` if it fits. */
export function crypt(password: string, hash: string, digest: Digest): string {
  const scheme = SCHEMES.find(([prefix]) => hash.startsWith(prefix));
  return scheme === undefined ? "" : scheme[1](password, hash, digest);
}

/** `text` over and over, `length` characters of it. */
function filled(text: string, length: number): string {
  return text.repeat(Math.ceil(length / Math.max(1, text.length))).slice(0, length);
}

/** The letters of a digest: triples of byte places, the last one cut to `lastLetters`. */
function letters(
  bytes: string,
  order: readonly (readonly number[])[],
  lastLetters: number,
): string {
  let out = "";
  order.forEach((places, index) => {
    let value = 0;
    for (const place of places) value = (value << 8) | bytes.charCodeAt(place);
    const count = index === order.length - 1 ? lastLetters : 4;
    for (let i = 0; i < count; i++, value >>>= 6) out += ALPHABET[value & 63]!;
  });
  return out;
}

/** The rounds all schemes share; they make guessing slow. */
function stretched(
  start: string,
  rounds: number,
  password: string,
  salt: string,
  hash: (data: string) => string,
): string {
  let state = start;
  for (let round = 0; round < rounds; round++) {
    const isOdd = round % 2 === 1;
    let data = isOdd ? password : state;
    if (round % 3 !== 0) data += salt;
    if (round % 7 !== 0) data += password;
    state = hash(data + (isOdd ? state : password));
  }
  return state;
}

function md5Crypt(password: string, hash: string, digest: Digest): string {
  const salt = hash.slice(3).split("$", 1)[0]!.slice(0, 8);
  const md5 = (data: string): string => digest("md5", data);
  let data = `${password}$1$${salt}${filled(md5(password + salt + password), password.length)}`;
  for (let bits = password.length; bits > 0; bits >>= 1) {
    data += (bits & 1) === 1 ? "\0" : password.slice(0, 1);
  }
  const state = stretched(md5(data), MD5_ROUNDS, password, salt, md5);
  const order = [[0, 6, 12], [1, 7, 13], [2, 8, 14], [3, 9, 15], [4, 10, 5], [11]];
  return `$1$${salt}$${letters(state, order, 2)}`;
}

function shaCrypt(
  prefix: string,
  algorithm: string,
  order: readonly (readonly number[])[],
  password: string,
  hash: string,
  digest: Digest,
): string {
  const given = /^rounds=(\d+)\$/.exec(hash.slice(3));
  const roundsText = given?.[0] ?? "";
  const rounds =
    given === null ? DEFAULT_ROUNDS : Math.min(MAX_ROUNDS, Math.max(MIN_ROUNDS, Number(given[1])));
  const salt = hash
    .slice(3 + roundsText.length)
    .split("$", 1)[0]!
    .slice(0, 16);
  const sha = (data: string): string => digest(algorithm, data);
  const inner = sha(password + salt + password);
  let data = password + salt + filled(inner, password.length);
  for (let bits = password.length; bits > 0; bits >>= 1)
    data += (bits & 1) === 1 ? inner : password;
  const start = sha(data);
  const passwordBytes = filled(sha(password.repeat(password.length)), password.length);
  const saltBytes = filled(sha(salt.repeat(16 + start.charCodeAt(0))), salt.length);
  const state = stretched(start, rounds, passwordBytes, saltBytes, sha);
  const shown = given === null ? "" : `rounds=${rounds}$`;
  const lastLetters = algorithm === "sha256" ? 3 : 2;
  return `${prefix}${shown}${salt}$${letters(state, order, lastLetters)}`;
}

/** Places of the bytes in the output, in steps of 10 that rotate. */
function sha256Order(): readonly (readonly number[])[] {
  const order: number[][] = [];
  for (let i = 0, first = 0; i < 10; i++, first = (first + 21) % 30) {
    order.push([first, (first + 10) % 30, (first + 20) % 30]);
  }
  return [...order, [31, 30]];
}

/** The same in steps of 21. */
function sha512Order(): readonly (readonly number[])[] {
  const order: number[][] = [];
  for (let i = 0, first = 0; i < 21; i++, first = (first + 22) % 63) {
    order.push([first, (first + 21) % 63, (first + 42) % 63]);
  }
  return [...order, [63]];
}
