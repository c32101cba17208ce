/**
 * Builds the executables: dist/sluice (linux-x64) and dist/sluice-linux-arm64. The only file that
 * knows about bundling and targets; run by bun. Both entry points go in, so that threads start
 * from inside the executable. Neither .env nor bunfig.toml of the folder it is started in counts.
 *
 *     bun build.ts [x64|arm64] [--main FILE --worker FILE --out-dir FOLDER]
 */
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

interface Target {
  readonly name: "x64" | "arm64";
  readonly bunTarget: Bun.Build.CompileTarget;
  readonly file: string;
}

const targets: readonly Target[] = [
  { name: "x64", bunTarget: "bun-linux-x64", file: "sluice" },
  { name: "arm64", bunTarget: "bun-linux-arm64", file: "sluice-linux-arm64" },
];

const adapter = join(import.meta.dir, "runtime-adapters/bun");
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    main: { type: "string", default: join(adapter, "main.ts") },
    worker: { type: "string", default: join(adapter, "worker.ts") },
    "out-dir": { type: "string", default: join(import.meta.dir, "dist") },
  },
});

async function build(target: Target): Promise<void> {
  const outfile = join(values["out-dir"], target.file);
  const result = await Bun.build({
    entrypoints: [values.main, values.worker],
    minify: true,
    bytecode: true,
    format: "esm",
    // A plugin's own packages are found by their package.json.
    compile: {
      target: target.bunTarget,
      outfile,
      autoloadDotenv: false,
      autoloadBunfig: false,
      autoloadPackageJson: true,
    },
  });
  for (const log of result.logs) console.error(Bun.inspect(log));
  if (!result.success) throw new Error(`cannot build ${target.name}`);
  console.log(`${outfile} (${target.bunTarget}, ${(statSync(outfile).size / 1e6).toFixed(1)} MB)`);
}

const wanted = targets.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
if (wanted.length === 0)
  throw new Error(
    `no target ${positionals.join(" ")}; there are ${targets.map(({ name }) => name).join(", ")}`,
  );
mkdirSync(values["out-dir"], { recursive: true });
for (const target of wanted) await build(target);
