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

export interface HttpErrorsModel {
  readonly name: string;
  readonly errorFiles: Map<number, { readonly path: Word; readonly content: string }>;
}

export interface ResolversModel {
  readonly name: string;
  readonly nameservers: { readonly name: string; readonly address: AddressModel }[];
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
