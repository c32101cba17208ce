/** The command line of `npm run chaos`. */
import { parseArgs } from "node:util";
import { holds } from "./script.ts";

export interface ChaosOptions {
  readonly programs: readonly ("haproxy" | "sluice")[];
  readonly clients: number;
  readonly holdMs: number;
}

const help = `npm run chaos [-- OPTIONS]: Sluice and haproxy under load while their servers fail.

  --short           a few seconds a program, as .ci/run has it
  --program NAME    only haproxy or only sluice
  --seconds N       how long the states last that the script holds, in all (default 20)
  --help

Exits with 1 if Sluice missed a bar. SLUICE_BIN, SLUICE_RUNTIME and HAPROXY_BIN choose the programs.
`;

/** Ends the process on --help, and with 1 on what it does not know. */
export function readOptions(args: readonly string[]): ChaosOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      short: { type: "boolean", default: false },
      program: { type: "string" },
      seconds: { type: "string", default: "20" },
      help: { type: "boolean", default: false },
    },
  });
  const { program, short } = values;
  if (values.help) {
    process.stdout.write(help);
    process.exit(0);
  }
  const seconds = short ? 2 : Number(values.seconds);
  const isKnown = program === undefined || program === "haproxy" || program === "sluice";
  if (!isKnown || !(seconds > 0)) {
    process.stderr.write(help);
    process.exit(1);
  }
  return {
    programs: program === undefined ? ["haproxy", "sluice"] : [program],
    clients: short ? 8 : 32,
    holdMs: (seconds * 1000) / holds,
  };
}
