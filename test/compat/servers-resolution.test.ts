/**
 * Servers whose addresses come from name servers at run time: what each kind of answer makes of
 * them, what the log says of it, SRV records behind templates, `set server … fqdn`. Which of several addresses a server
 * takes first is not compared: HAProxy's own order differs from version to version.
 */
import { after } from "node:test";
import { until } from "../support/deadline.ts";
import { startDnsServer, type ZoneEntry } from "../support/dns-server.ts";
import { okResponse } from "../support/origin.ts";
import { haproxyProgram } from "../support/programs.ts";
import { compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

const NX: ZoneEntry = { flags: 0x8183 };
const REFUSED: ZoneEntry = { flags: 0x8185 };
const FAILED: ZoneEntry = { flags: 0x8182 };

const zone: Record<string, ZoneEntry> = {
  "web.test": { a: ["127.0.0.1"] },
  "one.test": { a: ["127.0.0.1"] },
  "moves.test": { a: ["127.0.0.1"] },
  "nx.test": { a: ["127.0.0.1"] },
  "refused.test": { a: ["127.0.0.1"] },
  "failed.test": { a: ["127.0.0.1"] },
  "silent.test": { a: ["127.0.0.1"] },
  "both.test": { a: ["127.0.0.9"], aaaa: ["::1"] },
  "net.test": { a: ["127.0.0.3", "127.0.0.4"] },
  "pair.test": { a: ["127.0.0.1", "127.0.0.2"] },
  "held.test": { a: ["127.0.0.1"] },
  "drained.test": { a: ["127.0.0.1"] },
  "_web._tcp.test": { srv: ["1 10 8001 h1.test", "1 600 8002 h2.test"] },
  "_beside._tcp.test": {
    srv: ["1 10 8001 h4.test", "1 10 8002 h5.test"],
    additional: ["other.test 127.0.0.19", "h4.test 127.0.0.14", "h5.test ::15"],
  },
  "h1.test": { a: ["127.0.0.11"] },
  "h2.test": { a: ["127.0.0.12"] },
  "h3.test": { a: ["127.0.0.13"] },
};
const dns = await startDnsServer(zone);
after(() => dns.stop());

const sides = haproxyProgram() === undefined ? 1 : 2;
const arrivals = new Map<string, { count: number; readonly all: PromiseWithResolvers<void> }>();

/** Both programs ask the same name server: it changes when both have come to the same step. */
async function together(step: string, change: () => void): Promise<void> {
  const arrival = arrivals.get(step) ?? { count: 0, all: Promise.withResolvers<void>() };
  arrivals.set(step, arrival);
  arrival.count++;
  if (arrival.count === sides) {
    change();
    arrival.all.resolve();
  }
  await arrival.all.promise;
}

const live = "resolvers r init-addr none";
const config = `
global
    log 127.0.0.1:\${P:log} local0
    log-tag proxy
resolvers r
    nameserver n1 127.0.0.1:${dns.port}
    resolve_retries 1
    timeout retry 100ms
    timeout resolve 100ms
    hold nx 50ms
    hold refused 50ms
    hold timeout 50ms
    hold other 50ms
    hold obsolete 50ms
${httpDefaults}
    log global
frontend fe
    bind 127.0.0.1:\${P:fe}
    no log
    use_backend web
backend web
    server web web.test:\${P:web} ${live}
backend names
    server one one.test:80 ${live}
    server moves moves.test:80 ${live}
    server nx nx.test:80 ${live}
    server refused refused.test:80 ${live}
    server failed failed.test:80 ${live}
    server silent silent.test:80 ${live}
    server six both.test:80 ${live}
    server four both.test:80 ${live} resolve-prefer ipv4
    server net net.test:80 ${live} resolve-net 127.0.0.4/32
    server held held.test:80 ${live}
    server drained drained.test:80 ${live}
    server given nowhere.test:80 resolvers r init-addr 127.0.0.78,none
    server none nowhere.test:80 resolvers r init-addr none,127.0.0.78
    server plain localhost:80 init-addr libc
backend templates
    server-template t 3 pair.test:80 ${live}
    server-template d 2-3 one.test:81 ${live} resolve-opts allow-dup-ip
backend beside
    server-template b 2 _beside._tcp.test resolvers r resolve-prefer ipv4
backend services
    server-template s 3 _web._tcp.test resolvers r resolve-prefer ipv4 weight 100
`;

/** Columns of `show servers state` of one server: address, states, weight, name, port, label. */
async function stateOf(side: Side, backend: string, server: string): Promise<string[]> {
  const rows = (await side.proxy.cli(`show servers state ${backend}`)).split("\n");
  const columns = rows.find((row) => row.split(" ")[3] === server)?.split(" ") ?? [];
  const admin = Number(columns[6]) & ~0x40;
  return [columns[4]!, columns[5]!, String(admin), columns[7]!, ...columns.slice(17, 20)];
}

/** What `show stat` says. */
async function statusOf(side: Side, server: string): Promise<string> {
  const rows = (await side.proxy.cli("show stat")).split("\n");
  return rows.find((row) => row.startsWith(`names,${server},`))!.split(",")[17]!;
}

const settled = (side: Side, backend: string, server: string, address: string): Promise<string[]> =>
  until(async () => {
    const state = await stateOf(side, backend, server);
    return state[0] === address && state;
  }, `${backend}/${server} being at ${address}`);

const linesOf = (side: Side, name: string): string[] =>
  side.syslog.lines
    .filter((line) => line.includes(name))
    .map((line) => line.replace(/^.*?\]: /, "").trim())
    // Newer HAProxys put it otherwise.
    .map((line) =>
      line.replace(
        /: IP changed from '(.*)' to '(.*)' by '(.*)'/,
        " changed its IP from $1 to $2 by $3",
      ),
    )
    .map((line) => line.replace(/\d+ active/, "<n> active"));

/** A server's states and log while its name is answered by `entry`, and as before again. */
const outAndBack =
  (server: string, entry: ZoneEntry) =>
  async (side: Side): Promise<unknown> => {
    const name = `${server}.test`;
    const seen = [await settled(side, "names", server, "127.0.0.1")];
    await together(`${server} out`, () => (zone[name] = entry));
    seen.push(await settled(side, "names", server, "-"));
    await together(`${server} back`, () => (zone[name] = { a: ["127.0.0.1"] }));
    seen.push(await settled(side, "names", server, "127.0.0.1"));
    await linesEnd(side, `names/${server}`, "READY thanks", 2);
    return [seen, linesOf(side, `names/${server}`)];
  };

/** Waits until `count` lines about `name` have said `what`. */
const linesEnd = (side: Side, name: string, what: string, count: number): Promise<true> =>
  until(
    () => linesOf(side, name).filter((line) => line.includes(what)).length === count && true,
    `${count} lines of ${name} with ${what}`,
  );

const at =
  (server: string, address: string) =>
  (side: Side): Promise<string[]> =>
    settled(side, "names", server, address);

compareArea(
  "servers that name servers give addresses",
  { config, origins: { web: okResponse("through") } },
  {
    "traffic goes to the address": async (side) => {
      await settled(side, "web", "web", "127.0.0.1");
      return (await side.ask("fe", get("/"))).body;
    },
    "no such name": outAndBack("nx", NX),
    refused: outAndBack("refused", REFUSED),
    "a failure": outAndBack("failed", FAILED),
    "an answer without addresses": outAndBack("one", {}),
    silence: outAndBack("silent", "silence"),
    "another address": async (side) => {
      await settled(side, "names", "moves", "127.0.0.1");
      await together("moves", () => (zone["moves.test"] = { a: ["127.0.0.5"] }));
      const seen = await settled(side, "names", "moves", "127.0.0.5");
      await linesEnd(side, "names/moves", "to 127.0.0.5", 1);
      return [seen, linesOf(side, "names/moves")];
    },
    "IPv6 is preferred": at("six", "::1"),
    "IPv4 is preferred": at("four", "127.0.0.9"),
    "a network is preferred": at("net", "127.0.0.4"),
    "init-addr gives an address, which is lost": at("given", "-"),
    "init-addr stops at none": at("none", "-"),
    "init-addr libc": at("plain", "127.0.0.1"),
    "maintenance and a lost name": async (side) => {
      const seen = [await settled(side, "names", "held", "127.0.0.1")];
      await side.proxy.cli("disable server names/held");
      await together("held out", () => (zone["held.test"] = NX));
      seen.push(await settled(side, "names", "held", "-"));
      seen.push([await statusOf(side, "held")]);
      await side.proxy.cli("enable server names/held");
      seen.push([await statusOf(side, "held")]);
      seen.push(await stateOf(side, "names", "held"));
      await side.proxy.cli("disable server names/held");
      await together("held back", () => (zone["held.test"] = { a: ["127.0.0.1"] }));
      seen.push(await settled(side, "names", "held", "127.0.0.1"));
      await linesEnd(side, "names/held", "READY thanks", 2);
      await side.proxy.cli("enable server names/held");
      await linesEnd(side, "names/held", "leaving forced maintenance)", 1);
      return [seen, linesOf(side, "names/held")];
    },
    "a drained server": async (side) => {
      await settled(side, "names", "drained", "127.0.0.1");
      await side.proxy.cli("set server names/drained state drain");
      return outAndBack("drained", NX)(side);
    },
    "no two servers of a template share an address": async (side) => {
      const both = async (): Promise<string[] | false> => {
        const states = await Promise.all(
          ["t1", "t2", "t3"].map((t) => stateOf(side, "templates", t)),
        );
        const found = states.map(([address]) => address!);
        return found.filter((each) => each !== "-").length === 2 && found.sort();
      };
      return until(both, "two addresses for three servers");
    },
    "servers that may share an address": async (side) => [
      await settled(side, "templates", "d2", "127.0.0.1"),
      await settled(side, "templates", "d3", "127.0.0.1"),
    ],
    "SRV records come and go": async (side) => {
      const seen = [
        await settled(side, "services", "s1", "127.0.0.11"),
        await settled(side, "services", "s2", "127.0.0.12"),
        await stateOf(side, "services", "s3"),
      ];
      await together("a service comes", () => {
        zone["_web._tcp.test"] = {
          srv: ["1 0 8001 h1.test", "1 600 8002 h2.test", "2 9 8003 h3.test"],
        };
      });
      seen.push(await settled(side, "services", "s3", "127.0.0.13"));
      seen.push(await stateOf(side, "services", "s1"));
      await together("a service goes", () => {
        zone["_web._tcp.test"] = { srv: ["1 0 8001 h1.test", "2 9 8003 h3.test"] };
      });
      seen.push(await settled(side, "services", "s2", "-"));
      await together("a service moves", () => {
        zone["_web._tcp.test"] = { srv: ["1 0 8001 h1.test", "2 9 9003 h3.test"] };
      });
      seen.push(await settled(side, "services", "s2", "127.0.0.13"));
      await together("no service", () => (zone["_web._tcp.test"] = NX));
      for (const server of ["s1", "s2", "s3"])
        seen.push(await settled(side, "services", server, "-"));
      const answer = await side.proxy.cli("set server services/s1 fqdn one.test");
      return [seen, answer, ["s1", "s2"].map((name) => linesOf(side, `services/${name}`))];
    },
    "SRV records with addresses beside them": async (side) => {
      const seen = [
        await settled(side, "beside", "b1", "127.0.0.14"),
        await settled(side, "beside", "b2", "::15"),
      ];
      const asked = dns.asked.filter((each) => /^h[45]\./.test(each));
      await together("an address beside changes", () => {
        zone["_beside._tcp.test"] = {
          srv: ["1 10 8001 h4.test", "1 10 8002 h5.test"],
          additional: ["h4.test 127.0.0.15", "h5.test ::15"],
        };
      });
      seen.push(await settled(side, "beside", "b1", "127.0.0.15"));
      await together("no address beside", () => {
        zone["h4.test"] = { a: ["127.0.0.16"] };
        zone["_beside._tcp.test"] = { srv: ["1 10 8001 h4.test", "1 10 8002 h5.test"] };
      });
      seen.push(await settled(side, "beside", "b1", "127.0.0.16"));
      // HAProxy tells the first address before the name, and newer ones with the port.
      return [
        seen,
        asked,
        linesOf(side, "beside/b1").filter((line) => line.includes("its IP from 1")),
      ];
    },
    "set server fqdn": async (side) => {
      const set = (rest: string): Promise<string> =>
        side.proxy.cli(`set server names/none ${rest}`);
      const answers = [await set("fqdn"), await set("fqdn bad..name"), await set("fqdn h2.test")];
      const seen = await settled(side, "names", "none", "127.0.0.12");
      answers.push(await set("fqdn h2.test"));
      answers.push(await side.proxy.cli("set server names/plain fqdn one.test"));
      return [answers, seen];
    },
  },
);
