/** option nolinger: how connections to clients and servers end. */
import { spawnSync } from "node:child_process";
import { until } from "../support/deadline.ts";
import { type Case, compareArea } from "./compare.ts";
import { get } from "./configs.ts";

const config = `
defaults
    mode tcp
    timeout connect 2s
    timeout client 3s
    timeout server 3s
frontend usual
    bind 127.0.0.1:\${P:usual}
    tcp-request content reject if { req.payload(0,3) -m str END }
    tcp-request inspect-delay 2s
    default_backend be
frontend reset
    bind 127.0.0.1:\${P:reset}
    option nolinger
    tcp-request inspect-delay 2s
    tcp-request content reject if { req.payload(0,3) -m str END }
    default_backend be
backend be
    server s 127.0.0.1:\${P:web}
`;

/** What the kernel keeps of the proxy's ended connections to its clients. */
function kept(port: number): string[] {
  const filter = ["-Htan", "exclude", "listening", `( sport = :${port} )`];
  const { stdout } = spawnSync("ss", filter, { encoding: "utf8" });
  return stdout.split("\n").flatMap((line) => line.split(/\s+/)[0] || []);
}

const ending =
  (port: string): Case =>
  async (side) => {
    {
      using client = await side.connect(port);
      client.send(get("/").replace("GET", "END"));
      await client.readAll().catch(() => "");
    }
    const isOver = (states: string[]): boolean => states.every((state) => state === "TIME-WAIT");
    const at = side.proxy.port(port);
    return await until(() => (isOver(kept(at)) ? kept(at) : undefined), "the connection's end");
  };

compareArea(
  "option nolinger",
  { config, origins: { web: "" } },
  {
    usual: ending("usual"),
    reset: ending("reset"),
  },
);
