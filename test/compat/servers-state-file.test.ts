/** Servers that begin where a file of `show servers state` left them. */
import { type Case, compareArea, type Side } from "./compare.ts";
import { httpDefaults } from "./configs.ts";

const HEAD = `1
# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change srv_check_status srv_check_result srv_check_health srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port
`;
const END = "- 0 0 - - 0";

/** Servers by name: the options of their lines, and what the file says from the address on. */
const servers: Readonly<Record<string, readonly [line: string, saved: string]>> = {
  up: ["127.0.0.1:80", "127.0.0.1 2 0 1 1 100 1 0 2 0 0 0 0 - 80"],
  down: ["127.0.0.1:80", "127.0.0.1 0 0 1 1 100 1 0 0 0 0 0 0 - 80"],
  checkedDown: ["127.0.0.1:80 check inter 100s", "127.0.0.1 0 0 1 1 100 8 2 0 6 0 0 0 - 80"],
  maint: ["127.0.0.1:80", "127.0.0.1 0 1 1 1 100 1 0 0 0 0 0 0 - 80"],
  checkedMaint: ["127.0.0.1:80 check inter 100s", "127.0.0.1 0 1 1 1 100 6 3 0 14 0 0 0 - 80"],
  drain: ["127.0.0.1:80", "127.0.0.1 2 8 1 1 100 1 0 2 0 0 0 0 - 80"],
  weight: ["127.0.0.1:80 weight 10", "127.0.0.1 2 0 5 10 100 1 0 2 0 0 0 0 - 80"],
  otherWeight: ["127.0.0.1:80 weight 20", "127.0.0.1 2 0 5 10 100 1 0 2 0 0 0 0 - 80"],
  moved: ["127.0.0.1:80", "127.0.0.9 2 0 1 1 100 1 0 2 0 0 0 0 - 8080"],
  wasDisabled: ["127.0.0.1:80", "127.0.0.1 0 5 1 1 100 1 0 0 8 0 0 0 - 80"],
  last: ["localhost:80 init-addr last,libc", "127.0.0.77 2 0 1 1 100 1 0 2 0 0 0 0 localhost 80"],
  none: ["localhost:80 init-addr none", "127.0.0.78 2 0 1 1 100 1 0 2 0 0 0 0 localhost 80"],
  wrong: ["127.0.0.1:80", "127.0.0.1 9 0 999 1 x 1 0 2 0 0 0 0 - 80"],
  missing: ["127.0.0.1:80", ""],
};

const fileOf = (backend: string): string =>
  HEAD +
  Object.entries(servers)
    .filter(([, [, saved]]) => saved !== "")
    .map(([name, [, saved]], index) => `3 ${backend} ${index + 1} ${name} ${saved} ${END}\n`)
    .join("");
const lines = Object.entries(servers)
  .map(([name, [line]]) => `    server ${name} ${line}\n`)
  .join("");

const config = `
global
    server-state-file all
    server-state-base \${DIR}
${httpDefaults}
    load-server-state-from-file global
frontend fe
    bind 127.0.0.1:\${P:fe}
    default_backend shared
backend shared
${lines}
backend own
    load-server-state-from-file local
${lines}
backend named
    load-server-state-from-file local
    server-state-file-name other
${lines}
backend without
    load-server-state-from-file none
${lines}
`;

/** All but the ids, the address of a resolver's choice and the second the change is old by now. */
const states =
  (backend: string): Case =>
  async (side: Side): Promise<unknown> => {
    const rows = (await side.proxy.cli(`show servers state ${backend}`)).split("\n").slice(2);
    return rows
      .filter((row) => row !== "")
      .map((row) => {
        const columns = row.split(" ").slice(3);
        const ageSec = Number(columns[6]);
        return [
          ...columns.slice(0, 6),
          ageSec >= 100 ? "kept" : "new",
          ...columns.slice(7, 9),
          columns[10],
          ...columns.slice(14, 17),
        ];
      });
  };

compareArea(
  "files of servers' states",
  { config, files: { all: fileOf("shared"), own: fileOf("own"), other: fileOf("named") } },
  Object.fromEntries(["shared", "own", "named", "without"].map((name) => [name, states(name)])),
);
