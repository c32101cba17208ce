/** Checks of mail servers and MySQL: what passes, what fails, and how it is told. */
import type { ServeConnection } from "../support/raw-server.ts";
import { type CheckRow, compareChecks } from "./health-table.ts";

/** A server that says the first part at once, and each other part for what it is told. */
function talking(...parts: readonly string[]): ServeConnection {
  return ({ socket, send }) => {
    const left = [...parts];
    send(left.shift()!);
    socket.on("data", () => {
      const part = left.shift();
      if (part !== undefined) send(part);
    });
  };
}

/** The same, whose last part is the end of the connection. */
function leaving(...parts: readonly string[]): ServeConnection {
  return ({ socket, send, end }) => {
    const left = [...parts];
    const say = (): void => {
      const part = left.shift();
      if (part !== undefined) send(part);
      if (left.length === 0) end();
    };
    say();
    if (parts.length > 1) socket.on("data", say);
  };
}

/** A server that says nothing but to exactly these lines, and then goes on. */
function strict(greeting: string, hello: string): ServeConnection {
  const answers = new Map([
    [`${hello}\r\n`, "250 fine\r\n"],
    ["QUIT\r\n", "221 bye\r\n"],
  ]);
  return ({ socket, send }) => {
    send(greeting);
    socket.on("data", (data: Buffer) => {
      const answer = answers.get(data.toString("latin1"));
      if (answer !== undefined) send(answer);
    });
  };
}

const G = "220 mail\r\n";
const mail: Readonly<Record<string, ServeConnection>> = {
  smtp_good: strict(G, "HELO localhost"),
  smtp_ehlo: strict(G, "EHLO my.dom"),
  smtp_lines: talking(G, "250-a\r\n250 b\r\n", "221-bye\r\n221 now\r\n"),
  smtp_greets_lines: talking("220-mail\r\n220 b\r\n"),
  smtp_refusing: talking("554 go away\r\n"),
  smtp_other_code: talking("354 m\r\n"),
  smtp_foreign: talking("hello there\r\n"),
  smtp_letters: talking("2xx hi\r\n"),
  smtp_nul: talking("no\0pe\r\n"),
  smtp_long: talking(`500 ${"x".repeat(300)}\r\n`),
  smtp_four_digits: talking("2204 m\r\n"),
  smtp_newline_only: talking("220\n"),
  smtp_short: talking("22"),
  smtp_cut: leaving("22"),
  smtp_open_line: talking("220 mail", "250 x", "221 y"),
  smtp_bare_codes: talking("220\r\n", "250\r\n", "221\r\n"),
  smtp_helo_refused: talking(G, "500 what\r\n"),
  smtp_helo_refused_end: leaving(G, "500 what\r\n"),
  smtp_helo_foreign_end: leaving(G, "garbage\r\n"),
  smtp_helo_short_end: leaving(G, "25"),
  smtp_helo_silent: talking(G),
  smtp_quit_refused: talking(G, "250 x\r\n", "500 no bye\r\n"),
  smtp_quit_foreign: talking(G, "250 x\r\n", "garbage\r\n"),
  smtp_quit_letters: talking(G, "250 x\r\n", "2xx a\r\n"),
  smtp_quit_short: talking(G, "250 x\r\n", "22"),
  smtp_quit_silent: talking(G, "250 x\r\n"),
};

function packet(payload: string, sequence: number): string {
  return `${String.fromCharCode(payload.length & 0xff, payload.length >> 8, 0, sequence)}${payload}`;
}

const HANDSHAKE = packet(
  `\x0a5.7.30\0\x01\0\0\0abcdefgh\0\xff\xf7\x08\x02\0\xff\x81\x15${"\0".repeat(10)}abcdefghijkl\0`,
  0,
);
const REFUSAL = "\xff\x15\x04#28000Access denied for user 'bob'@'localhost'";
const OK = packet("\0\0\0\x02\0\0\0", 2);
const POST_41 = `%\0\0\x01\0\x82\0\0\0\x80\0\x01!${"\0".repeat(23)}bob\0\0\x01\0\0\0\x01`;
const PRE_41 = "\x0a\0\0\x01\0\x80\0\0\x01bob\0\0\x01\0\0\0\x01";

/** A server that lets in who sends exactly these bytes. */
function admitting(login: string): ServeConnection {
  return ({ socket, send }) => {
    send(HANDSHAKE);
    socket.once("data", (data: Buffer) => {
      send(data.toString("latin1") === login ? OK : packet(REFUSAL, 2));
    });
  };
}

const database: Readonly<Record<string, ServeConnection>> = {
  mysql_good: talking(HANDSHAKE, OK),
  mysql_post_41: admitting(POST_41),
  mysql_pre_41: admitting(PRE_41),
  mysql_refusing: talking(packet(REFUSAL, 0)),
  mysql_bare_error: talking(packet("\xff\x15\x04", 0)),
  mysql_login_refused: talking(HANDSHAKE, packet(REFUSAL, 2)),
  mysql_login_other: talking(HANDSHAKE, packet("\xfemysql_native_password\0", 2)),
  mysql_login_silent: talking(HANDSHAKE),
  mysql_login_short: talking(HANDSHAKE, OK.slice(0, 3)),
  mysql_login_foreign: talking(HANDSHAKE, "x".repeat(16)),
  mysql_login_end: leaving(HANDSHAKE, ""),
  mysql_short: talking(HANDSHAKE.slice(0, 20)),
  mysql_foreign: talking("hello world, this is something else\r\n"),
  mysql_empty: talking("\0\0\0\0"),
  mysql_old: talking(packet("\x09x\0", 0)),
};

function row(option: string, server: string): CheckRow {
  return { server, lines: ["mode tcp", `option ${option}`] };
}

const rows: Record<string, CheckRow> = {
  smtp_other_hello: row("smtpchk ehlo my.dom", "smtp_good"),
  smtp_lone_hello: row("smtpchk EHLO", "smtp_good"),
  smtp_ehlo: row("smtpchk EHLO my.dom", "smtp_ehlo"),
  smtp_silent: row("smtpchk", "silent"),
  smtp_closed: row("smtpchk", "closer"),
  smtp_refused: { ...row("smtpchk", "silent"), options: "port 1" },
  mysql_silent: row("mysql-check", "silent"),
  mysql_closed: row("mysql-check", "closer"),
  mysql_refused: { ...row("mysql-check", "silent"), options: "port 1" },
  mysql_user_silent: row("mysql-check user bob", "silent"),
  mysql_user_pre_41: row("mysql-check user bob pre-41", "mysql_pre_41"),
  mysql_user_wrong: row("mysql-check user alice", "mysql_post_41"),
};
for (const server of Object.keys(mail)) rows[server] ??= row("smtpchk", server);
for (const server of Object.keys(database)) {
  rows[`${server}_greeting`] = row("mysql-check", server);
  rows[`${server}_user`] = row("mysql-check user bob", server);
}

compareChecks("checks of mail servers and databases", rows, {
  servers: { ...mail, ...database },
});
