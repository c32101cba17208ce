/**
 * What one load of a configuration carries along: where to complain, the files, the environment,
 * and the model as far as it has been read. Lives from the first line to the finished model.
 */
import type { Diagnostics } from "./diagnostics/diagnostics.ts";
import type { Environment } from "./words/environment.ts";
import type { LocatedFiles } from "./values/located-files.ts";
import type {
  GlobalModel,
  HttpErrorsModel,
  LogProfileModel,
  PeersModel,
  ResolversModel,
  RingModel,
  UserlistModel,
} from "./model.ts";
import type { ProxyDraft } from "./proxy-draft.ts";

export interface Load {
  readonly diagnostics: Diagnostics;
  readonly files: LocatedFiles;
  /** The configuration files, folders expanded. */
  readonly inputs: readonly string[];
  readonly environment: Environment;
  /** What `enabled()` finds; lines such as 'noepoll' take from it. */
  readonly enabled: Set<string>;
  /** The command line names the local peer, whatever `localpeer` says. */
  readonly localPeerGiven: boolean;
  readonly global: GlobalModel;
  /** frontend, backend and listen sections in the order of the files. */
  readonly proxies: ProxyDraft[];
  readonly defaults: ProxyDraft[];
  readonly userlists: UserlistModel[];
  readonly httpErrors: HttpErrorsModel[];
  readonly resolvers: ResolversModel[];
  readonly peers: PeersModel[];
  readonly rings: RingModel[];
  readonly logProfiles: LogProfileModel[];
}
