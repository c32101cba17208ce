/**
 * What a directive is: one row with its name, where it may stand, its documentation and the
 * function that parses its line into the section's model. The parser, the suggestions and the
 * reference page all come from the rows.
 */
import type { Arguments } from "./arguments.ts";
import type { Load } from "./load-state.ts";

export type ProxySection = "defaults" | "frontend" | "listen" | "backend";
export type SectionKind =
  | ProxySection
  | "global"
  | "userlist"
  | "http-errors"
  | "resolvers"
  | "peers"
  | "ring"
  | "log-profile";

export interface Directive<Target> {
  /** One word or several: "maxconn", "timeout client", "http-check send". */
  readonly name: string;
  readonly in: readonly SectionKind[];
  readonly syntax: string;
  /** Section of the manual. */
  readonly manual: string;
  readonly summary: string;
  /**
   * In a frontend, listen or backend it does not belong to, most directives are ignored with a
   * warning, as HAProxy does; those it refuses there say so. A defaults section refuses them all.
   */
  readonly misplaced?: "refused";
  /** Parses the arguments into `target`; on a mistake it reports and leaves `target` as it was. */
  parse(args: Arguments, target: Target, load: Load): void;
  /** `no NAME`, for those that may be negated. */
  negate?(args: Arguments, target: Target, load: Load): void;
  /** `default NAME`: back to the built-in setting, whatever a defaults section said. */
  restore?(args: Arguments, target: Target, load: Load): void;
}

/** Where most proxy directives may stand. */
export const anyProxy: readonly ProxySection[] = ["defaults", "frontend", "listen", "backend"];
export const frontendSide: readonly ProxySection[] = ["defaults", "frontend", "listen"];
export const backendSide: readonly ProxySection[] = ["defaults", "listen", "backend"];
