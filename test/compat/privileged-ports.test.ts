/** Clients from ports below 1024 (`harden.reject-privileged-ports.tcp`): closed, and not counted. */
import assert from "node:assert/strict";
import { connect } from "node:net";
import { type Case, compareArea, type Side } from "./compare.ts";
import { httpDefaults } from "./configs.ts";

const config = (setting: string): string => `
global
    harden.reject-privileged-ports.tcp ${setting}
${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request return status 200 content-type text/plain lf-string %[fe_conn]
`;

/** What a client from that port gets: the status line, "" for a close, or why it could not ask. */
function ask(port: number, localPort: number): Promise<string> {
  return new Promise((settle) => {
    const socket = connect({ host: "127.0.0.1", port, localAddress: "127.0.0.1", localPort });
    let text = "";
    socket.setTimeout(5000, () => socket.destroy());
    socket.on("connect", () => socket.write("GET / HTTP/1.0\r\n\r\n"));
    socket.on("data", (bytes) => (text += bytes.toString("latin1")));
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EACCES" || error.code === "EADDRINUSE") text = error.code;
    });
    socket.on("close", () => settle(text.split("\r\n")[0]!));
  });
}

/** The same from the first port at or below `localPort` that is free. */
async function askFrom(side: Side, localPort: number): Promise<string> {
  for (let own = localPort; own > localPort - 50; own--) {
    const answer = await ask(side.proxy.port("fe"), own);
    if (answer !== "EADDRINUSE") return answer;
  }
  throw new Error(`no free port near ${localPort}`);
}

const expecting =
  (localPort: number, expected: string): Case =>
  async (side) => {
    const answer = await askFrom(side, localPort);
    if (answer === "EACCES") return "not allowed to take such a port";
    assert.equal(answer, expected);
    return answer;
  };

compareArea(
  "privileged ports refused",
  { config: config("on"), since: "3.0" },
  {
    "the last privileged port": expecting(1023, ""),
    "a lower one": expecting(700, ""),
    "a port of users": expecting(1500, "HTTP/1.1 200 OK"),
  },
);
compareArea(
  "privileged ports taken",
  { config: config("off"), since: "3.0" },
  { "the last privileged port": expecting(1023, "HTTP/1.1 200 OK") },
);
