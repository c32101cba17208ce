/** Which server a series of requests goes to: algorithms, weights, backups, cookies, stickiness. */
import { type Area, type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { okResponse } from "../support/origin.ts";
import { valueOf } from "../support/http-reading.ts";

const names = ["a", "b", "c", "d"];

/** A farm of origins that say their name; `servers` are the server lines' options by name. */
function farm(lines: string, servers: Readonly<Record<string, string>>): Area {
  const serverLines = Object.entries(servers)
    .map(([name, options]) => `    server ${name} 127.0.0.1:\${P:${name}} ${options}`)
    .join("\n");
  return {
    config: `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    default_backend be

backend be
    ${lines}
${serverLines}
`,
    origins: Object.fromEntries(names.map((name) => [name, okResponse(name)])),
  };
}

async function picks(side: Side, count: number, fields = ""): Promise<string> {
  let chosen = "";
  for (let index = 0; index < count; index++)
    chosen += (await side.ask("fe", get("/", fields))).body;
  return chosen;
}

const twenty: Case = (side) => picks(side, 20);

compareArea("roundrobin", farm("balance roundrobin", { a: "", b: "", c: "" }), { twenty });
compareArea(
  "roundrobin with weights 5, 3, 2",
  farm("balance roundrobin", { a: "weight 5", b: "weight 3", c: "weight 2" }),
  { twenty },
);
compareArea(
  "roundrobin with weights 100, 50, 1, 0",
  farm("balance roundrobin", { a: "weight 100", b: "weight 50", c: "weight 1", d: "weight 0" }),
  { thirty: (side) => picks(side, 30) },
);
compareArea("the default algorithm", farm("", { a: "", b: "", c: "" }), { twenty });
compareArea("leastconn, idle", farm("balance leastconn", { a: "", b: "", c: "weight 2" }), {
  twenty,
});
compareArea(
  "disabled and backup",
  farm("", { a: "disabled", b: "backup", c: "backup", d: "disabled" }),
  {
    "the first backup alone": twenty,
  },
);
compareArea("allbackups", farm("option allbackups", { a: "disabled", b: "backup", c: "backup" }), {
  twenty,
});
compareArea("changes at the socket", farm("balance roundrobin", { a: "", b: "", c: "backup" }), {
  "weights, states and back": async (side) => {
    const seen = [await picks(side, 4)];
    for (const command of [
      "set server be/a weight 50%",
      "disable server be/a",
      "set server be/b state maint",
      "enable server be/a",
      "set server be/b state ready",
      "set server be/a state drain",
      "set server be/a state ready",
      "set server be/a weight 3",
    ]) {
      seen.push(command, await side.proxy.cli(command), await picks(side, 6));
    }
    return seen;
  },
});

const bySource: Case = async (side) => {
  let chosen = "";
  for (let host = 1; host <= 24; host++) {
    chosen += (await side.ask("fe", get("/"), { localAddress: `127.0.0.${host}` })).body;
  }
  return chosen;
};
compareArea("source", farm("balance source", { a: "", b: "", c: "" }), { bySource });
compareArea(
  "source with weights",
  farm("balance source", { a: "weight 1", b: "weight 3", c: "weight 2" }),
  { bySource },
);
compareArea(
  "source, consistent",
  farm("balance source\n    hash-type consistent", { a: "weight 1", b: "weight 3", c: "weight 2" }),
  { bySource },
);

compareArea(
  "leastconn, busy",
  {
    ...farm("balance leastconn", { a: "", b: "weight 2", c: "" }),
    origins: Object.fromEntries(names.map((name) => [name, () => undefined])),
  },
  {
    "eight that hang": async (side) => {
      const clients = [];
      const order = [];
      for (let index = 0; index < 8; index++) {
        const before = names.map((name) => side.seen(name).length);
        const client = await side.connect("fe");
        clients.push(client);
        client.send(get("/"));
        for (let round = 0; order.length <= index && round < 500; round++) {
          const grown = names.find((name, at) => side.seen(name).length > before[at]!);
          if (grown === undefined) await new Promise((soon) => setTimeout(soon, 4));
          else order.push(grown);
        }
      }
      for (const client of clients) client.close();
      return order;
    },
  },
);

const cookieCases: Readonly<Record<string, Case>> = {
  "no cookie, then each cookie": async (side) => {
    const answers = [];
    for (const cookie of [
      "",
      "SRV=ca",
      "SRV=cb",
      "SRV=unknown",
      "x=1; SRV=cb; y=2",
      "SRV=",
      'SRV="ca"',
      "srv=cb",
    ]) {
      const before = names.map((name) => side.seen(name).length);
      const answer = await side.ask("fe", get("/", cookie && `Cookie: ${cookie}\r\n`));
      const at = names.findIndex((name, index) => side.seen(name).length > before[index]!);
      answers.push(cookie, answer, side.seen(names[at]!).at(-1));
    }
    return answers;
  },
};
for (const form of [
  "insert",
  "insert indirect",
  "insert indirect nocache",
  "insert indirect nocache httponly secure",
  "insert postonly",
  "insert domain example.com",
  "insert preserve indirect",
  "insert attr SameSite=Strict",
  "rewrite",
  "prefix",
]) {
  compareArea(
    `cookie SRV ${form}`,
    farm(`cookie SRV ${form}`, { a: "cookie ca", b: "cookie cb" }),
    cookieCases,
  );
}
compareArea(
  "a cookie of a server that is down",
  farm("cookie SRV insert indirect\n    option redispatch", { a: "cookie ca", b: "cookie cb" }),
  {
    "after disable": async (side) => {
      const before = await side.ask("fe", get("/", "Cookie: SRV=ca\r\n"));
      await side.proxy.cli("disable server be/a");
      return [before, await side.ask("fe", get("/", "Cookie: SRV=ca\r\n"))];
    },
  },
);

compareArea(
  "stick on",
  farm("stick-table type string len 32 size 1k expire 1m\n    stick on req.cook(sid)", {
    a: "",
    b: "",
    c: "",
  }),
  {
    "keys keep their server": async (side) => {
      const answers = [];
      for (const key of ["k1", "k2", "k3", "k1", "k2", "k3", "k3", "k1", "", "", "k2"]) {
        const answer = await side.ask("fe", get("/", key && `Cookie: sid=${key}\r\n`));
        answers.push([
          key,
          answer.body,
          valueOf({ ...answer, head: "", rawBody: "" }, "set-cookie"),
        ]);
      }
      return answers;
    },
  },
);
compareArea(
  "stick on src",
  farm("stick-table type ip size 1k expire 1m\n    stick on src", { a: "", b: "" }),
  {
    "an address keeps its server": async (side) => {
      let chosen = "";
      for (const host of [1, 2, 3, 1, 2, 3, 3, 2, 1])
        chosen += (await side.ask("fe", get("/"), { localAddress: `127.0.0.${host}` })).body;
      return chosen;
    },
  },
);
