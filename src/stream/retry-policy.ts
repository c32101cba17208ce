/**
 * `retry-on` (manual 4.2) compiled: which failures and which statuses are repeated, and whether
 * that needs the request to be kept until its response begins.
 */

/** What `all-retryable-errors` stands for. */
const ALL: readonly string[] = [
  "conn-failure",
  "empty-response",
  "junk-response",
  "response-timeout",
  "0rtt-rejected",
  "500",
  "502",
  "503",
  "504",
];

const STATUS = /^\d+$/;

export class RetryPolicy {
  /** Anything but failed connections is repeated: the server may have seen the request. */
  readonly needsRequest: boolean;
  readonly #failures: ReadonlySet<string>;
  readonly #statuses: ReadonlySet<number>;

  /** `conditions` are the words after `retry-on`. */
  constructor(conditions: readonly string[]) {
    const all = conditions.includes("all-retryable-errors") ? [...conditions, ...ALL] : conditions;
    this.#failures = new Set(all.filter((condition) => !STATUS.test(condition)));
    this.#statuses = new Set(all.filter((condition) => STATUS.test(condition)).map(Number));
    this.needsRequest = all.some(
      (condition) => condition !== "conn-failure" && condition !== "none",
    );
  }

  /** `conn-failure`, `empty-response`, `junk-response` or `response-timeout`. */
  repeatsFailure(condition: string): boolean {
    return this.#failures.has(condition);
  }

  repeatsStatus(status: number): boolean {
    return this.#statuses.has(status);
  }
}
