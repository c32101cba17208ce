/**
 * The form of `stats admin`: `action=…&s=SERVER…&b=BACKEND` (or `b=#id`), applied to each server
 * named. Results are the four letters that HAProxy puts into the redirect (`;st=DONE`).
 */
import type { Done, ServerActions } from "../cli/control.ts";
import { urlDecode } from "../http/url-code.ts";
import { escapeHtml } from "./html.ts";

export type ActionResult = "DONE" | "NONE" | "PART" | "ERRP" | "EXCD" | "DENY";

/** What the actions do, with the words of the page's menu. */
export const SERVER_ACTIONS: readonly {
  readonly name: string;
  readonly label: string;
  readonly apply: (server: ServerActions) => Done;
}[] = [
  { name: "ready", label: "Set state to READY", apply: (server) => server.setState("ready") },
  { name: "drain", label: "Set state to DRAIN", apply: (server) => server.setState("drain") },
  { name: "maint", label: "Set state to MAINT", apply: (server) => server.setState("maint") },
  { name: "dhlth", label: "Health: disable checks", apply: (server) => server.setChecking(false) },
  { name: "ehlth", label: "Health: enable checks", apply: (server) => server.setChecking(true) },
  { name: "hrunn", label: "Health: force UP", apply: (server) => server.setHealth("up") },
  { name: "hnolb", label: "Health: force NOLB", apply: (server) => server.setHealth("stopping") },
  { name: "hdown", label: "Health: force DOWN", apply: (server) => server.setHealth("down") },
  { name: "shutdown", label: "Kill Sessions", apply: (server) => server.shutdownSessions() },
];

const MESSAGES: Readonly<Record<ActionResult, string>> = {
  DONE: "Action processed successfully.",
  NONE: "Nothing has changed.",
  PART: "Action partially processed: some server names are probably unknown.",
  ERRP: "Action not processed because of invalid parameters: the action, the backend or a server is unknown.",
  EXCD: "Action not processed: the request is too big. Select fewer servers at a time.",
  DENY: "Action denied.",
};

/** The message for a result in a URI, with its style; "" for no result. */
export function resultMessage(result: string): { readonly text: string; readonly good: boolean } {
  if (result === "") return { text: "", good: true };
  const known = Object.entries(MESSAGES).find(([name]) => name === result);
  return {
    text: known?.[1] ?? `Unexpected result: ${escapeHtml(result)}`,
    good: result === "DONE",
  };
}

/** Applies a posted form; resolves when every thread knows. */
export async function applyForm(
  form: string,
  servers: readonly ServerActions[],
): Promise<ActionResult> {
  const pairs = form.split("&").map((pair): readonly [string, string] => {
    const equals = pair.indexOf("=");
    return equals < 0
      ? [pair, ""]
      : [pair.slice(0, equals), urlDecode(pair.slice(equals + 1), 0) ?? ""];
  });
  const last = (name: string): string => pairs.findLast(([known]) => known === name)?.[1] ?? "";
  const names = pairs.filter(([name]) => name === "s").map(([, value]) => value);
  const action = SERVER_ACTIONS.find(({ name }) => name === last("action"));
  const backend = last("b");
  const farm = servers.filter(
    ({ backendName, backendId }) => backendName === backend || backend === `#${backendId}`,
  );
  if (action === undefined || farm.length === 0) return "ERRP";
  let changed = 0;
  for (const name of names) {
    const server = farm.find((known) => known.name === name);
    if (server === undefined) continue;
    await action.apply(server);
    changed++;
  }
  if (names.length === 0) return "NONE";
  if (changed === 0) return "ERRP";
  return changed < names.length ? "PART" : "DONE";
}
