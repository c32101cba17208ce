/** The rates of the process that have a limit, which `set rate-limit` changes (management 9.3). */

/** What `set rate-limit` names, each the word that holds it; of compression, in bytes a second. */
export const LimitedRate = { connections: 0, sessions: 1, tls: 2, compression: 5 } as const;
export type LimitedRate = (typeof LimitedRate)[keyof typeof LimitedRate];
