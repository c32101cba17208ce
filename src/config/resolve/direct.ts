/** `balance` goes before `dispatch`, and together with `option transparent` it is a mistake. */
import type { Load } from "../load-state.ts";
import type { ProxyDraft } from "../proxy-draft.ts";

export function resolveDirect({ model, opening }: ProxyDraft, load: Load): void {
  if (model.kind === "frontend" || model.balance.isImplied === true) return;
  const name = `${model.kind} '${model.name}'`;
  if (model.switches.has("transparent"))
    load.diagnostics.error(opening, `${name} has both 'balance' and 'option transparent'`);
  if (model.dispatch === null) return;
  load.diagnostics.warn(opening, `${name} has a 'balance' line, so 'dispatch' is ignored`);
  model.dispatch = null;
}
