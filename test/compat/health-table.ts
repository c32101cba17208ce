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

/** In whole seconds, so that it is longer than the interval of the checks. */
const lastingSec = 2;
const limitMs = 20_000;

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

/** HAProxy forgets at which step a check ended when the next one begins. */
const namesSteps = ({ lines }: CheckRow): boolean =>
  lines.some((line) => /tcp-check|http-check|httpchk/.test(line));

/**
 * A check was made, and none runs now that would hide what it told. A timeout is believed when it
 * lasts: one that a stall of the machine brought is over with the next check.
 */
function settled(row: CheckRow, stat: Readonly<Record<string, string>>): boolean {
  const { check_status: status = "", lastchg } = stat;
  const isTimeout = status.endsWith("TOUT");
  if (isTimeout && Number(lastchg) < lastingSec) return false;
  if (status.startsWith("*")) return isTimeout && !namesSteps(row);
  return status !== "" && status !== "INI";
}

function caseOf(name: string, row: CheckRow): Case {
  return async (side) => {
    const stat = await until(
      async () => {
        const now = await statOf(side, name, "s");
        return settled(row, now) && now;
      },
      `a check of ${name}`,
      limitMs,
    );
    const { status, check_code, last_chk = "", check_desc } = stat;
    const check_status = stat["check_status"]?.replace("* ", "");
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
    Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, caseOf(name, row)])),
  );
}
