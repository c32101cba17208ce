/**
 * The normalizers of `http-request normalize-uri` (manual 4.4): each takes a path, or a path with
 * its query, and gives the normal form. None of them decodes what it was not asked to; null means
 * that the text is broken and the normalizer was told to be strict.
 */

/** Gives the normal form of a text, or null when it is broken. */
export type Normalize = (text: string) => string | null;

/** `//` becomes `/`, anywhere in the path. */
export function mergeSlashes(path: string): string {
  return path.replaceAll(/\/{2,}/g, "/");
}

/** Takes out segments that are a single dot (RFC 3986 6.2.2.3). */
export function stripDot(path: string): string {
  const segments = path.split("/");
  const last = segments.length - 1;
  return segments
    .flatMap((segment, index) => (segment !== "." ? [segment] : index === last ? [""] : []))
    .join("/");
}

/**
 * Merges `segment/..` (RFC 3986 6.2.2.3); empty segments count as any other. What leads above the
 * root stays, unless `full`.
 */
export function stripDotdot(full: boolean): (path: string) => string {
  return (path) => {
    const isAbsolute = path.startsWith("/");
    const segments = path.slice(isAbsolute ? 1 : 0).split("/");
    const kept: string[] = [];
    segments.forEach((segment, index) => {
      if (segment !== "..") {
        kept.push(segment);
        return;
      }
      const isAbove = kept.length === 0 || kept.at(-1) === "..";
      if (!isAbove) kept.pop();
      else if (!full) kept.push(segment);
      if (index === segments.length - 1) kept.push("");
    });
    return (isAbsolute ? "/" : "") + kept.join("/");
  };
}

/** Rewrites each percent-encoded byte; `strict` refuses a percent sign that begins none. */
function eachPercent(strict: boolean, rewrite: (hex: string) => string): Normalize {
  return (text) => {
    let broken = false;
    const result = text.replaceAll(/%([0-9A-Fa-f]{2})?/g, (written, hex: string | undefined) => {
      if (hex !== undefined) return rewrite(hex);
      broken = true;
      return written;
    });
    return broken && strict ? null : result;
  };
}

/** `%2f` becomes `%2F` (RFC 3986 6.2.2.1). */
export function percentToUppercase(strict: boolean): Normalize {
  return eachPercent(strict, (hex) => `%${hex.toUpperCase()}`);
}

const UNRESERVED = /[A-Za-z0-9\-._~]/;

/** `%61` becomes `a` where the character is unreserved (RFC 3986 6.2.2.2). */
export function percentDecodeUnreserved(strict: boolean): Normalize {
  return eachPercent(strict, (hex) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return UNRESERVED.test(character) ? character : `%${hex}`;
  });
}

/** Sorts the arguments behind the question mark by name; those of one name keep their order. */
export function sortQueryByName(pathq: string): string {
  const mark = pathq.indexOf("?");
  if (mark < 0) return pathq;
  // An ampersand at the end begins no argument.
  const named = pathq
    .slice(mark + 1)
    .replace(/&$/, "")
    .split("&")
    .map((argument) => ({ argument, name: argument.split("=", 1)[0]! }));
  named.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return pathq.slice(0, mark + 1) + named.map(({ argument }) => argument).join("&");
}

/** Cuts from the first `#` on. */
export function stripFragment(pathq: string): string {
  const hash = pathq.indexOf("#");
  return hash < 0 ? pathq : pathq.slice(0, hash);
}

/** Writes each `#` as `%23`. */
export function encodeFragment(pathq: string): string {
  return pathq.replaceAll("#", "%23");
}
