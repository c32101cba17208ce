/** The sections beside the proxies: userlists, error pages, resolvers, peers. */
import type { Word } from "../word.ts";
import type { AddressModel } from "./bind.ts";

export interface UserModel {
  readonly name: string;
  readonly password: string;
  readonly insecure: boolean;
  readonly groups: readonly string[];
}

export interface UserlistModel {
  readonly name: string;
  readonly users: UserModel[];
  readonly groups: string[];
}

/** What answers a status: a whole response as text, or the words of an `http-error` line. */
export interface ErrorPageModel {
  /** Where it was named, for messages. */
  readonly path: Word;
  /** The response as latin1; "" sends nothing at all. */
  readonly content: string;
  /** `http-error status …` with a body of its own, the keyword first; null for a whole response. */
  readonly reply: readonly Word[] | null;
}

export interface HttpErrorsModel {
  readonly name: string;
  readonly errorFiles: Map<number, ErrorPageModel>;
}

export interface ResolversModel {
  readonly name: string;
  /** `isStream`: spoken to over TCP. */
  readonly nameservers: {
    readonly name: string;
    readonly address: AddressModel;
    readonly isStream: boolean;
  }[];
  parseResolvConf: boolean;
  acceptedPayloadBytes: number;
  resolveRetries: number;
  timeouts: { resolve: number; retry: number };
  hold: {
    valid: number;
    other: number;
    refused: number;
    nx: number;
    timeout: number;
    obsolete: number;
  };
}

export interface PeersModel {
  readonly name: string;
  readonly peers: { readonly name: string; readonly address: AddressModel | null }[];
  readonly tables: { readonly name: string; readonly words: readonly Word[] }[];
}
