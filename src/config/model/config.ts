/** The whole configuration. */
import type { GlobalModel } from "./global.ts";
import type { LogProfileModel, RingModel } from "./log.ts";
import type { ProxyModel } from "./proxy.ts";
import type { HttpErrorsModel, PeersModel, ResolversModel, UserlistModel } from "./sections.ts";

export interface ConfigModel {
  readonly global: GlobalModel;
  readonly proxies: readonly ProxyModel[];
  readonly userlists: readonly UserlistModel[];
  readonly httpErrors: readonly HttpErrorsModel[];
  readonly resolvers: readonly ResolversModel[];
  readonly peers: readonly PeersModel[];
  readonly rings: readonly RingModel[];
  readonly logProfiles: readonly LogProfileModel[];
}
