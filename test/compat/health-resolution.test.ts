/**
 * A check that cannot connect has its server's name asked for again (manual 5.3.1), long before
 * `timeout resolve`, though not while a good answer is held. What is counted is
 * asked under a name of one program's own.
 */
import assert from "node:assert/strict";
import { after } from "node:test";
import { until } from "../support/deadline.ts";
import { type DnsServer, startDnsServer } from "../support/dns-server.ts";
import { okResponse } from "../support/origin.ts";
import { compareArea, type Case, type Side } from "./compare.ts";
import { statOf } from "./health-table.ts";

const zone = {
  "own1.test": { a: ["127.0.0.1"] },
  "own2.test": { a: ["127.0.0.1"] },
  "own3.test": { a: ["127.0.0.1"] },
  "own4.test": { a: ["127.0.0.1"] },
  "refused.test": { a: ["127.0.0.1"] },
  "pulse.test": { a: ["127.0.0.1"] },
  "held.test": { a: ["127.0.0.1"] },
  "agent.test": { a: ["127.0.0.1"] },
  "wrong.test": { a: ["127.0.0.1"] },
};
const dns: DnsServer = await startDnsServer(zone);
after(() => dns.stop());

const config = `
global
    max-spread-checks 50ms
resolvers r
    nameserver n 127.0.0.1:${dns.port}
    timeout resolve 1h
    timeout retry 1s
    hold valid 100ms
resolvers patient
    nameserver n 127.0.0.1:${dns.port}
    timeout resolve 1h
    timeout retry 1s
    hold valid 1h
defaults
    timeout connect 400ms
    timeout client 1s
    timeout server 1s
    default-server init-addr none resolve-prefer ipv4 inter 60ms fall 1 rise 1
backend b
    server refused refused.test:1 check resolvers r
    server pulse pulse.test:1 check resolvers r
    server agent agent.test:1 agent-check agent-port 1 agent-inter 60ms resolvers r
    server held held.test:1 check resolvers patient
backend http
    option httpchk
    server wrong wrong.test:\${P:web} check resolvers r
`;

/** Questions about a name, of both programs. */
const questions = (name: string): number =>
  dns.asked.filter((asked) => asked === `${name}.test A`).length;

let named = 0;

/** Under a name that only this program asks for. */
const askedAgain =
  (server: string): Case =>
  async ({ proxy }) => {
    const name = `own${++named}`;
    await proxy.cli(`set server b/${server} fqdn ${name}.test`);
    return until(() => questions(name) >= 4 && "again and again", `questions about ${name}`);
  };

/** Other names were asked for many times; this one once by each program. */
const askedOnce =
  (backend: string, name: string): Case =>
  async (side: Side) => {
    const isDown = async (): Promise<boolean> =>
      (await statOf(side, backend, name))["status"] === "DOWN";
    await until(isDown, `${name} being down`);
    const before = questions("pulse");
    await until(() => questions("pulse") >= before + 6, "more questions about pulse");
    assert.ok(questions(name) <= 2, `${questions(name)} questions about ${name}`);
    return "once";
  };

compareArea(
  "names of servers that checks cannot reach",
  { config, origins: { web: okResponse("").replace("200", "500") } },
  {
    "a refused connection": askedAgain("refused"),
    "an agent that is not there": askedAgain("agent"),
    "a good answer is held": askedOnce("b", "held"),
    "a wrong answer to a check": askedOnce("http", "wrong"),
  },
);
