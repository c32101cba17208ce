/** What the agent of a server holds it to (manual 5.2, agent-check). */
import type { Server } from "../server.ts";
import { CheckState, ServerWord } from "../state.ts";

/** The agent is asked and said that the server is down: only it may say that it is up again. */
export function isHeldDown({ words }: Server): boolean {
  const isAsked = (words[ServerWord.agentState]! & CheckState.enabled) !== 0;
  return isAsked && words[ServerWord.agentHealth] === 0;
}
