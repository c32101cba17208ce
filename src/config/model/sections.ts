/** The sections beside the proxies: userlists, error pages, resolvers, peers. */
import type { Line, Word } from "../words/word.ts";
import type { AddressModel, BindModel } from "./bind.ts";
import type { LogTargetModel } from "./log.ts";
import type { ServerModel } from "./server.ts";

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

/** A `peer` or `server` line of a peers section. */
export interface PeerModel extends ServerModel {
  /** The share of keys that it is sent, from 1; 0 for all. */
  shard: number;
}

export interface PeersModel {
  readonly name: string;
  readonly line: Line;
  /** Name of the local peer. */
  local: string;
  disabled: boolean;
  /** In how many shares keys are divided; 0 for none. */
  shards: number;
  /** Where the local peer listens; null while nothing says so. */
  bind: BindModel | null;
  /** Of the section's listener; HAProxy writes no line about its connections either. */
  readonly logs: LogTargetModel[];
  /** In the order of the lines, the local one too. */
  readonly peers: PeerModel[];
  readonly tables: { readonly name: string; readonly words: readonly Word[] }[];
}
