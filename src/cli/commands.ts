/** All commands of the runtime API. */
import type { CliCommand } from "./command.ts";
import { CONNECTION_COMMANDS, helpCommand } from "./commands/connection.ts";
import { ERROR_COMMANDS } from "./commands/errors.ts";
import { EVENT_COMMANDS } from "./commands/events.ts";
import { DYNAMIC_COOKIE_COMMANDS } from "./commands/dynamic-cookie.ts";
import { FRONTEND_COMMANDS } from "./commands/frontend.ts";
import { PROCESS_COMMANDS } from "./commands/process.ts";
import { RATE_LIMIT_COMMANDS } from "./commands/rate-limit.ts";
import { PEERS_COMMANDS } from "./commands/peers.ts";
import { PATTERN_COMMANDS } from "./commands/pattern.ts";
import { RELOAD } from "./commands/reload.ts";
import { RESOLVER_COMMANDS } from "./commands/resolvers.ts";
import { SERVER_COMMANDS } from "./commands/server.ts";
import { SERVER_DUMP_COMMANDS } from "./commands/server-dump.ts";
import { SET_SERVER } from "./commands/set-server.ts";
import { STATISTICS_COMMANDS } from "./commands/statistics.ts";
import { STREAM_COMMANDS } from "./commands/streams.ts";
import { TABLE_COMMANDS } from "./commands/table.ts";
import { VARIABLE_COMMANDS } from "./commands/variables.ts";
import { WEIGHT_COMMANDS } from "./commands/weight.ts";

/** The rows; listings sort them by their words. */
export const COMMANDS: readonly CliCommand[] = [
  helpCommand(() => COMMANDS),
  ...CONNECTION_COMMANDS,
  ...VARIABLE_COMMANDS,
  ...PROCESS_COMMANDS,
  ...STATISTICS_COMMANDS,
  SET_SERVER,
  ...WEIGHT_COMMANDS,
  ...SERVER_COMMANDS,
  ...SERVER_DUMP_COMMANDS,
  ...DYNAMIC_COOKIE_COMMANDS,
  ...FRONTEND_COMMANDS,
  ...RATE_LIMIT_COMMANDS,
  ...PATTERN_COMMANDS,
  ...TABLE_COMMANDS,
  ...RESOLVER_COMMANDS,
  ...PEERS_COMMANDS,
  ...ERROR_COMMANDS,
  ...EVENT_COMMANDS,
  ...STREAM_COMMANDS,
  RELOAD,
];
