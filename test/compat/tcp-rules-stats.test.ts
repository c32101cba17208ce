/** What reject and silent-drop count: `dreq` and `dresp` of all who had a part. */
import { type Case, compareArea } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

const config = `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    tcp-request content reject if { path /content }
    http-request reject if { path /request }
    http-request silent-drop if { path /drop }
    default_backend be
backend be
    tcp-request content reject if { path /backend }
    tcp-response inspect-delay 1s
    tcp-response content reject if { status 200 }
    server s 127.0.0.1:\${P:web}
`;

const script =
  (target: string): Case =>
  async (side) => {
    const read = async (): Promise<string[][]> => {
      const rows = (await side.proxy.cli("show stat")).split("\n").map((row) => row.split(","));
      const [dreq, dresp] = ["dreq", "dresp"].map((name) => rows[0]!.indexOf(name));
      return rows
        .filter((row) => row[0] === "fe" || row[0] === "be")
        .map((row) => [row[1]!, row[dreq!]!, row[dresp!]!]);
    };
    using client = await side.connect("fe");
    client.send(get(target));
    await client.readAll(300).catch(() => "");
    return await read();
  };

compareArea(
  "denials in the statistics",
  { config, origins: { web: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" } },
  Object.fromEntries(
    ["/content", "/request", "/drop", "/backend", "/response"].map((target) => [
      target,
      script(target),
    ]),
  ),
);
