/** Whether a configuration is taken: by the loader, and by haproxy's `-c`. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostics } from "../../src/config/diagnostics/diagnostics.ts";
import { loadConfig, type LoadedConfig } from "../../src/config/load.ts";
import { haproxyProgram } from "./programs.ts";
import { makeTempFolder } from "./temp-folder.ts";

/** What the loader says of a file with this text; `localPeer` is that of `-L`. */
export function diagnosticsOf(text: string, localPeer: string | null = null): Diagnostics {
  return loadText(text, localPeer).diagnostics;
}

/** What the loader makes of a file with this text. */
export function loadText(text: string, localPeer: string | null = null): LoadedConfig {
  return loadConfig(["c.cfg"], {
    env: {},
    abilities: { features: [], enabled: [], sslLibrary: { name: "", version: "" } },
    files: {
      kind: (path) => (path === "c.cfg" ? "file" : "absent"),
      list: () => [],
      readBytes: () => Buffer.from(text),
    },
    localPeer,
  });
}

/** True when the loader finds no error in a file with this text. */
export function loaderTakes(text: string): boolean {
  return diagnosticsOf(text).errorCount === 0;
}

const haproxy = haproxyProgram();

/** What keeps a test from asking haproxy; false for nothing. */
export const withoutHaproxy: string | false =
  haproxy === undefined ? "haproxy is not installed" : false;

/** Whether haproxy takes a file with this text, and what it said. */
export function haproxyVerdict(text: string): { readonly isTaken: boolean; readonly said: string } {
  const folder = makeTempFolder();
  try {
    const path = join(folder.path, "c.cfg");
    writeFileSync(path, text);
    const { command, args } = haproxy!;
    const { status, stderr } = spawnSync(command, [...args, "-c", "-f", path], {
      encoding: "utf8",
    });
    return { isTaken: status === 0, said: stderr };
  } finally {
    folder.remove();
  }
}
