/** The process as `global` shapes it: its threads, its limits, what it says and how it runs. */

export interface ProcessModel {
  /** `thread-hard-limit`; null for none. */
  threadHardLimit: number | null;
}
