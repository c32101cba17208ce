/**
 * Which connection to the server each request of a series goes over: clients that stay connected
 * take turns, by each policy of `http-reuse` and with the limits of pools; and a range of source
 * ports of which idle connections hold some. Not compared: `max-reuse`, which HAProxy leaves
 * unheeded with HTTP/1; which of several idle connections is taken (here the newest, so that the
 * others grow old).
 */
import type { ServeConnection } from "../support/raw-server.ts";
import { type Case, compareArea, type Side } from "./compare.ts";
import { get } from "./configs.ts";
import { ruleDefaults } from "./rule-table.ts";

/** Both programs may use the same ports, as they connect to different servers. */
const low = 24_000 + (process.pid % 1000) * 2;

/** Says which connection it is, and asks for NTLM credentials or closes where the path says so. */
const serve: ServeConnection = async ({ socket, send, number }) => {
  let text = "";
  for await (const piece of socket) {
    text += (piece as Buffer).toString("latin1");
    if (!text.endsWith("\r\n\r\n")) continue;
    const status = text.includes("/ntlm") ? "401 No\r\nWWW-Authenticate: NTLM" : "200 OK";
    const closing = text.includes("/last") ? "Connection: close\r\n" : "";
    text = "";
    const body = `${number}`;
    send(`HTTP/1.1 ${status}\r\n${closing}Content-Length: ${body.length}\r\n\r\n${body}`);
  }
};

const policies = ["never", "safe", "aggressive", "always"] as const;
const settings: Readonly<Record<string, string>> = {
  plain: "",
  unlimited: "max-reuse -1",
  unpooled: "pool-max-conn 0",
  single: "pool-max-conn 1",
  unkept: "pool-purge-delay 0",
  kept: "pool-low-conn 4",
  header: "send-proxy",
  range: `source 127.0.0.5:${low}-${low + 1}`,
};

/** Letters are clients, a digit after one what it asks for; "x" ends the client before it. */
const series: Readonly<Record<string, string>> = {
  "takes turns": "A B A B A C C B A",
  "one after the other": "A Ax B B Bx C Cx D",
  "first requests": "A B C D E",
  "one alone": "A A A",
  "a server that closes": "A A/last A B/last B A",
  ntlm: "A A/ntlm A B A C B",
};

const named = policies.flatMap((policy, at) =>
  Object.entries(settings).map(([name, options]) => ({
    name: `${policy}-${name}`,
    setting: name,
    policy,
    // Ports of the range are one policy's alone.
    options: options.replace("127.0.0.5", `127.0.0.${5 + at}`),
  })),
);

const sections = named.map(
  ({ name, policy, options }) => `
backend ${name}
    http-reuse ${policy}
    server s 127.0.0.1:\${P:web} ${options}`,
);

const config = `
${ruleDefaults}
    retries 0
frontend fe
    bind 127.0.0.1:\${P:fe}
    use_backend %[path,field(2,/)]
${sections.join("")}
`;

/** Statuses and connections, the latter numbered as they appear. */
const inTurn =
  (backend: string, script: string) =>
  async (side: Side): Promise<string[]> => {
    const clients = new Map<string, Awaited<ReturnType<Side["connect"]>>>();
    const known = new Map<string, number>();
    const answers: string[] = [];
    for (const step of script.split(" ")) {
      const [, name = "", path = "", leaves = ""] = /^(\w)(\/\w+)?(x)?$/.exec(step) ?? [];
      const client = clients.get(name) ?? (await side.connect("fe"));
      clients.set(name, client);
      const { status, body } = await client.exchange(get(`/${backend}${path}`));
      if (status !== 503 && !known.has(body)) known.set(body, known.size + 1);
      answers.push(`${name} ${status} ${known.get(body)}`);
      if (leaves === "") continue;
      client.close();
      clients.delete(name);
    }
    for (const client of clients.values()) client.close();
    return answers;
  };

const seriesOf = (setting: string): readonly string[] => {
  if (setting === "plain") return Object.keys(series);
  if (setting === "kept") return ["takes turns"];
  return ["takes turns", "first requests"];
};

/** How many connections a series took. */
const counting =
  (script: (side: Side) => Promise<string[]>): Case =>
  async (side) =>
    new Set((await script(side)).map((answer) => answer.split(" ")[2])).size;

compareArea(
  "idle connections",
  { config, servers: { web: serve } },
  Object.fromEntries(
    named.flatMap(({ name, setting }) =>
      seriesOf(setting).map((title): [string, Case] => {
        const script = inTurn(name, series[title]!);
        return [`${name}: ${title}`, setting === "kept" ? counting(script) : script];
      }),
    ),
  ),
);
