/**
 * `minconn` with `fullconn`: how many connections a server sees, and of whom, while the load rises
 * and falls. With the algorithms that take turns nobody overtakes those who wait, who go when a
 * slot is given back; with others the stream that raises the limit takes the room itself.
 */
import { type OriginScript, okResponse } from "../support/origin.ts";
import { until } from "../support/deadline.ts";
import { RawClient } from "../support/raw-client.ts";
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

const algorithms = ["roundrobin", "static-rr", "first", "leastconn", "random"] as const;
const LOAD = 10;

const config = `${httpDefaults}
    timeout queue 30s
    timeout client 30s
    timeout server 30s
frontend fe
    bind 127.0.0.1:\${P:fe}
    use_backend %[path,field(2,/)]
${algorithms
  .map(
    (name) => `backend ${name}
    balance ${name}
    fullconn 8
    server s 127.0.0.1:\${P:web} minconn 1 maxconn 4`,
  )
  .join("\n")}
`;

/** Answers one held request, the eldest, for each that has "/go". */
function oneByOne(): OriginScript {
  const held = new Map<number | undefined, (() => void)[]>();
  return async ({ request, socket }) => {
    const own = held.get(socket.localPort) ?? [];
    held.set(socket.localPort, own);
    if (request.startLine.includes("/go")) own.shift()?.();
    else await new Promise<void>((open) => own.push(open));
    return okResponse("ok");
  };
}

/** What the statistics say of a backend: `scur` of its server, its queue, its streams. */
async function load(side: Side, backend: string): Promise<readonly [number, number, number]> {
  const [header = "", ...rows] = (await side.proxy.cli("show stat")).split("\n");
  const names = header.replace("# ", "").split(",");
  const read = (row: string, column: string): number =>
    Number(
      rows.find((one) => one.startsWith(`${backend},${row},`))?.split(",")[names.indexOf(column)],
    );
  return [read("s", "scur"), read("BACKEND", "qcur"), read("BACKEND", "scur")];
}

/** The load once `streams` are in the backend and the origin has all that were let through. */
async function settled(side: Side, backend: string, streams: number): Promise<readonly number[]> {
  let now: readonly [number, number, number] = [0, 0, 0];
  await until(async () => {
    now = await load(side, backend);
    return now[2] === streams && now[0] + now[1] === streams;
  }, `${streams} streams in ${backend}`);
  return now;
}

function risesAndFalls(backend: string): Case {
  return async (side) => {
    const observed: (readonly number[])[] = [];
    const clients: RawClient[] = [];
    const asked = (): string[] =>
      side.seen("web").flatMap(({ startLine }) => /\/\d+(?= )/.exec(startLine)?.[0] ?? []);
    let passed = 0;
    const note = async (streams: number, done: number): Promise<void> => {
      const now = await settled(side, backend, streams);
      passed = done + now[0]!;
      await until(() => asked().length === passed, `request ${passed} at the origin`);
      observed.push(now);
    };
    for (let count = 1; count <= LOAD; count++) {
      const client = await side.connect("fe");
      client.send(get(`/${backend}/${count}`, "Connection: close\r\n"));
      clients.push(client);
      await note(count, 0);
    }
    for (let done = 1; done <= LOAD; done++) {
      using release = await RawClient.connect(side.origin("web").port);
      await release.exchange(get("/go"));
      await note(LOAD - done, done);
    }
    for (const client of clients) client.close();
    return [observed, asked()];
  };
}

compareArea(
  "minconn",
  { config, origins: { web: oneByOne() } },
  Object.fromEntries(algorithms.map((name) => [name, risesAndFalls(name)])),
);
