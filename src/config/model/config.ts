/** The whole configuration. */
import type { GlobalModel } from "./global.ts";
import type { ProxyModel } from "./proxy.ts";
import type { HttpErrorsModel, PeersModel, ResolversModel, UserlistModel } from "./sections.ts";

export interface ConfigModel {
  readonly global: GlobalModel;
  readonly proxies: readonly ProxyModel[];
  readonly userlists: readonly UserlistModel[];
  readonly httpErrors: readonly HttpErrorsModel[];
  readonly resolvers: readonly ResolversModel[];
  readonly peers: readonly PeersModel[];
}
