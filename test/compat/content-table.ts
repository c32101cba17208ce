/**
 * Evaluates fetches of raw content in both programs: each payload goes to a TCP frontend, whose log
 * line tells, in hex, what every expression gave; "-" is no sample.
 */
import assert from "node:assert/strict";
import { type Case, compareArea } from "./compare.ts";

/** A payload and, for what Debian's HAProxy does not know, the values a newer one gave. */
export interface Payload {
  readonly bytes: string;
  readonly expected?: readonly string[];
}

/** Declares one test a payload. With `since` older oracles are not asked. */
export function compareContent(
  title: string,
  expressions: readonly string[],
  payloads: Readonly<Record<string, Payload>>,
  since?: string,
): void {
  const rules = expressions.map(
    (expression, index) =>
      `    tcp-request content set-var(txn.v${index}) ${expression} if { req.len gt 0 }`,
  );
  const values = expressions.map((_, index) => `%[var(txn.v${index}),hex]`).join("|");
  const config = `
defaults
    mode tcp
    timeout connect 2s
    timeout client 3s
    timeout server 3s
frontend fe
    bind 127.0.0.1:\${P:fe}
    log 127.0.0.1:\${P:log} format raw local0
    log-format "%cp <${values}>"
    tcp-request inspect-delay 5s
${rules.join("\n")}
    tcp-request content reject
`;
  const cases = Object.entries(payloads).map(([name, { bytes, expected }]): [string, Case] => [
    name,
    async (side) => {
      using client = await side.connect("fe");
      const port = client.socket.localPort!;
      client.send(bytes);
      const line = await side.syslog.waitFor(new RegExp(`^${port} <`));
      const answers = line.slice(line.indexOf("<") + 1, line.indexOf(">")).split("|");
      if (expected !== undefined) assert.deepEqual(answers, expected);
      return answers;
    },
  ]);
  compareArea(
    title,
    since === undefined ? { config } : { config, since },
    Object.fromEntries(cases),
  );
}
