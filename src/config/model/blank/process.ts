/** The process before any directive of `global` shapes it (manual 3.1). */
import type { ProcessModel } from "../process.ts";

export function blankProcess(): ProcessModel {
  return { threadHardLimit: null };
}
