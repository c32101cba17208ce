/** Where connections to a server come from (`source`, manual 4.2 and 5.2). */

/** What the server sees instead (`usesrc`): the client, an address, or what a header says. */
export type PresentedSource =
  | { readonly kind: "client"; readonly withPort: boolean }
  | { readonly kind: "address"; readonly host: string; readonly port: number }
  /** The value of that number, from the last one if negative; no request has number 0. */
  | { readonly kind: "header"; readonly name: string; readonly occurrence: number };

export interface SourceModel {
  /** "0.0.0.0" and "::" leave the choice to the system. */
  readonly host: string;
  /** 0 leaves the choice to the system; more than one port takes turns. */
  readonly firstPort: number;
  readonly lastPort: number;
  readonly presented: PresentedSource | null;
  readonly interfaceName: string | null;
}
