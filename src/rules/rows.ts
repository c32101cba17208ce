/** All actions that rules may name. */
import { bandwidthActions } from "./actions/bandwidth.ts";
import { captureActions } from "./actions/capture.ts";
import { addressActions } from "./actions/addresses.ts";
import { doResolve } from "./actions/do-resolve.ts";
import { headerActions } from "./actions/headers.ts";
import { normalizeUriActions } from "./actions/normalize-uri.ts";
import { pacingActions } from "./actions/pacing.ts";
import { patternActions } from "./actions/patterns.ts";
import { pluginActions } from "./actions/plugin.ts";
import { redirectActions } from "./actions/redirect.ts";
import { replyActions } from "./actions/replies.ts";
import { schedulingActions } from "./actions/scheduling.ts";
import { serviceActions } from "./actions/service.ts";
import { socketOptionActions } from "./actions/socket-options.ts";
import { startLineActions } from "./actions/start-line.ts";
import { stickCounterActions } from "./actions/stick-counters.ts";
import { streamSettingActions } from "./actions/stream-settings.ts";
import { trackingActions } from "./actions/tracking.ts";
import { variableActions } from "./actions/variables.ts";
import { verdictActions } from "./actions/verdicts.ts";
import type { ActionRow } from "./types.ts";

export const actionRows: readonly ActionRow[] = [
  ...verdictActions,
  ...replyActions,
  ...redirectActions,
  ...headerActions,
  ...startLineActions,
  ...normalizeUriActions,
  ...pacingActions,
  ...captureActions,
  ...variableActions,
  doResolve,
  ...trackingActions,
  ...stickCounterActions,
  ...streamSettingActions,
  ...bandwidthActions,
  ...addressActions,
  ...socketOptionActions,
  ...schedulingActions,
  ...patternActions,
  ...serviceActions,
  ...pluginActions,
];
