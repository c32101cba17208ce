/** All actions that rules may name. */
import { headerActions } from "./actions/headers.ts";
import { pluginActions } from "./actions/plugin.ts";
import { serviceActions } from "./actions/service.ts";
import { startLineActions } from "./actions/start-line.ts";
import { trackingActions } from "./actions/tracking.ts";
import { variableActions } from "./actions/variables.ts";
import { verdictActions } from "./actions/verdicts.ts";
import type { ActionRow } from "./types.ts";

export const actionRows: readonly ActionRow[] = [
  ...verdictActions, ...headerActions, ...startLineActions, ...variableActions,
  ...trackingActions, ...serviceActions, ...pluginActions,
];
