/** option nolinger: how connections to clients and servers end. */
import { statesAfterEnd } from "../support/socket-states.ts";
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

/** What the proxy's side keeps of a connection that it rejected. */
const ending =
  (port: string): Case =>
  async (side) => {
    using client = await side.connect(port);
    const own = client.localPort;
    client.send(get("/").replace("GET", "END"));
    await client.readAll().catch(() => "");
    client.socket.destroy();
    return await statesAfterEnd(side.proxy.port(port), own);
  };

compareArea(
  "option nolinger",
  { config, origins: { web: "" } },
  {
    usual: ending("usual"),
    reset: ending("reset"),
  },
);
