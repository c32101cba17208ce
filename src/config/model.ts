/**
 * The typed model of a configuration: what the directives said, defaults applied, nothing compiled.
 * Rules, ACLs and expressions stay words here; `src/app/compile` turns them into closures once all
 * names are known. Times are milliseconds; null means "not set", which differs from 0 in HAProxy.
 */
export type { AddressModel, BindModel } from "./model/bind.ts";
export type { ConfigModel } from "./model/config.ts";
export type { GlobalModel } from "./model/global.ts";
export { EVENT_RING, MOST_RING_SERVERS } from "./model/log.ts";
export type {
  LogFormatName,
  LogProfileModel,
  LogSampleModel,
  LogTargetModel,
  RingModel,
  RingServerModel,
} from "./model/log.ts";
export type { BandwidthFilterModel } from "./model/filter.ts";
export type { CookieModel } from "./model/persistence.ts";
export type {
  BalanceModel,
  CheckKind,
  CheckRuleModel,
  ConnectionMode,
  HeaderNamePolicy,
  HttpCheckModel,
  HttpReuse,
  ProxyKind,
  ProxyMode,
  ProxyModel,
  Timeouts,
} from "./model/proxy.ts";
export type {
  AclModel,
  RuleModel,
  RuleSetName,
  StickRuleModel,
  SwitchRuleModel,
} from "./model/rule.ts";
export type {
  ErrorPageModel,
  HttpErrorsModel,
  PeerModel,
  PeersModel,
  ResolversModel,
  UserModel,
  UserlistModel,
} from "./model/sections.ts";
export type { InitialAddress, ProxyHeaderOption, ServerModel } from "./model/server.ts";
export { initialStates, proxyHeaderOptions } from "./model/server.ts";
export type { StatsModel } from "./model/stats.ts";
export type { PresentedSource, SourceModel } from "./model/source.ts";
