/** `http-check connect proto` and `tcp-check connect proto`: what is taken, and that checks pass. */
import { type CheckRow, compareChecks } from "./health-table.ts";

const rows: Readonly<Record<string, CheckRow>> = {
  http_h1: {
    server: "mirror",
    lines: ["option httpchk", "http-check connect proto h1 default", "http-check send uri /h1"],
  },
  http_gone: { server: "gone", lines: ["option httpchk", "http-check connect proto h1"] },
  tcp_none: {
    server: "banner",
    lines: ["option tcp-check", "tcp-check connect proto none", "tcp-check expect string +OK"],
  },
};

compareChecks("protocols of checks' connections", rows);
