/** How many TLS keys handshakes with servers made, as `show info` tells it. */
import { hasOpenssl, makeAuthority } from "../support/certificates.ts";
import { okResponse } from "../support/origin.ts";
import { compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

/** A field of `show info`. */
async function told(side: Side, name: string): Promise<number> {
  const line = (await side.proxy.cli("show info")).split("\n").find((one) => one.startsWith(name));
  return Number(line?.split(": ")[1]);
}

if (hasOpenssl) {
  const authority = makeAuthority();
  process.once("exit", () => authority.remove());
  const origin = authority.issue(["origin.example"]);
  const config = `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    use_backend plain if { path /plain }
    default_backend be
backend be
    server web 127.0.0.1:\${P:web} ssl verify none
backend plain
    server web 127.0.0.1:\${P:clear}
`;
  compareArea(
    "TLS keys of servers",
    {
      config,
      origins: { web: okResponse("secret") },
      originOptions: { tls: { cert: origin.cert, key: origin.key } },
      servers: {
        clear: async ({ inbox, send }) => {
          await inbox.takeUntil("\r\n\r\n", 60_000);
          send(okResponse("clear"));
        },
      },
    },
    {
      "a handshake that makes a key": async (side) => {
        await side.ask("fe", get("/plain"));
        const before = await told(side, "SslBackendMaxKeyRate");
        using client = await side.connect("fe");
        await client.exchange(get("/"));
        // The connection is reused: no other handshake.
        await client.exchange(get("/"));
        return [before, await told(side, "SslBackendMaxKeyRate")];
      },
    },
  );
}
