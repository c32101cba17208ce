/** The command line of `npm run soak`. */
import { parseArgs } from "node:util";

export interface SoakOptions {
  readonly minutes: number;
}

const help = `npm run soak [-- OPTIONS]: Sluice under mixed traffic, faults and reloads.

  --minutes N       how long the traffic lasts (default 60)
  --help

Exits with 1 if memory, descriptors or streams grew. SLUICE_BIN and SLUICE_RUNTIME choose the program.
`;

const refuse = (reason: string): never => {
  process.stderr.write(`${reason}\n\n${help}`);
  process.exit(1);
};

function valuesOf(args: readonly string[]): { readonly minutes: string; readonly help: boolean } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        minutes: { type: "string", default: "60" },
        help: { type: "boolean", default: false },
      },
    });
    return values;
  } catch (thrown) {
    return refuse(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** Ends the process on --help, and with 1 on what it does not know. */
export function readOptions(args: readonly string[]): SoakOptions {
  const values = valuesOf(args);
  if (values.help) {
    process.stdout.write(help);
    process.exit(0);
  }
  const minutes = Number(values.minutes);
  return minutes > 0 ? { minutes } : refuse("--minutes takes a number above 0");
}
