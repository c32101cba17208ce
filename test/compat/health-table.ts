/**
 * Tables of health checks: each row is a backend of one server that a scripted one answers for.
 * Compared is what `show stat` says of its first
 * check; servers that answer what they were asked for show the bytes that a check sends.
 */
import { until } from "../support/deadline.ts";
import type { ServeConnection } from "../support/raw-server.ts";
import { type Area, type Case, compareArea, type Side } from "./compare.ts";

/** One check. */
export interface CheckRow {
  /** Which scripted server is checked. */
  readonly server: string;
  /** Lines of the backend. */
  readonly lines: readonly string[];
  /** Further words of the server line. */
  readonly options?: string;
}

/** What scripted servers do with a connection. */
export const checkedServers: Readonly<Record<string, ServeConnection>> = {
  banner: ({ send }) => send("+OK POP3 ready\r\nsecond line\r\n"),
  bytes: ({ send }) => send("\x00\x01\x02\xffA"),
  echo: ({ socket }) => void socket.on("data", (data: Buffer) => socket.write(data)),
  silent: () => {},
  closer: ({ end }) => end(),
  http: ({ socket, send, end }) =>
    void socket.once("data", () => {
      const fields = "X-A: one, two\r\nSet-Cookie: sess=1; a=b\r\nContent-Length: 5\r\n";
      send(`HTTP/1.1 200 Fine\r\n${fields}\r\nhello`);
      end();
    }),
  /** Answers with what it was asked. */
  mirror: ({ socket, send, end }) =>
    void socket.once("data", (data: Buffer) => {
      send(`HTTP/1.0 200 OK\r\n\r\n${data.toString("latin1")}`);
      end();
    }),
  gone: ({ socket, send, end }) =>
    void socket.once("data", () => {
      send("HTTP/1.1 404 Nope\r\nContent-Length: 0\r\n\r\n");
      end();
    }),
};

const head = `
defaults
    timeout connect 400ms
    timeout client 1s
    timeout server 1s
    timeout check 1s
`;

/** The columns of a row of `show stat`, by name. */
export async function statOf(
  side: Side,
  backend: string,
  server: string,
): Promise<Readonly<Record<string, string>>> {
  const [names = "", ...rows] = (await side.proxy.cli("show stat")).split("\n");
  const row = rows.find((line) => line.startsWith(`${backend},${server},`)) ?? "";
  const values = row.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g) ?? [];
  const columns = names.replace("# ", "").split(",");
  return Object.fromEntries(
    columns.map((name, index) => [name, (values[index] ?? "").replace(/,$/, "")]),
  );
}

/** A check was made, and none runs now. */
function settled({ check_status: status = "" }: Readonly<Record<string, string>>): boolean {
  return status !== "" && status !== "INI" && !status.startsWith("*");
}

function caseOf(name: string): Case {
  return async (side) => {
    const stat = await until(async () => {
      const now = await statOf(side, name, "s");
      return settled(now) && now;
    }, `a check of ${name}`);
    const { status, check_status, check_code, last_chk = "", check_desc } = stat;
    // HAProxy adds whatever errno an earlier call left behind.
    const told = last_chk.replace(/(SSL handshake failure) \([^)]*\)/, "$1");
    return { status, check_status, check_code, last_chk: told, check_desc };
  };
}

/** Declares a comparison of all rows; `more` are further scripted servers. */
export function compareChecks(
  title: string,
  rows: Readonly<Record<string, CheckRow>>,
  more: Pick<Area, "servers"> = {},
): void {
  const backends = Object.entries(rows).map(([name, { server, lines, options = "" }]) => {
    const body = lines.map((line) => `    ${line}\n`).join("");
    return `backend ${name}\n${body}    server s 127.0.0.1:\${P:${server}} check inter 400ms rise 1 fall 1 ${options}\n`;
  });
  const area: Area = {
    config: head + backends.join("\n"),
    servers: { ...checkedServers, ...more.servers },
  };
  compareArea(
    title,
    area,
    Object.fromEntries(Object.keys(rows).map((name) => [name, caseOf(name)])),
  );
}
