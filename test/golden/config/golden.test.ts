/**
 * Each NAME.cfg beside this file is loaded; NAME.out holds, byte for byte, what is said about it,
 * then the model when there was no error. SLUICE_UPDATE_GOLDEN=1 writes the .out files anew.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { loadConfig, type LoadHost } from "../../../src/config/load.ts";
import { renderAll } from "../../../src/config/diagnostics/render.ts";
import { modelText } from "./model-text.ts";

const folder = import.meta.dirname;
const inFolder = (path: string): string => join(folder, path);

const host: LoadHost = {
  env: { GREETING: "hello world", PORT: "8080" },
  abilities: {
    features: ["OPENSSL"],
    enabled: [],
    sslLibrary: { name: "OpenSSL", version: "3.0.1" },
  },
  files: {
    readBytes(path) {
      if (!existsSync(inFolder(path))) throw new Error("No such file or directory");
      return readFileSync(inFolder(path));
    },
    kind(path) {
      const stat = statSync(inFolder(path), { throwIfNoEntry: false });
      return stat === undefined ? "absent" : stat.isDirectory() ? "directory" : "file";
    },
    list: (path) => readdirSync(inFolder(path)).sort(),
  },
};

function outcome(name: string): string {
  const loaded = loadConfig([name], host);
  const said = renderAll(loaded.diagnostics.all, {
    colour: false,
    source: (file, line) => loaded.source(file, line),
  });
  return loaded.diagnostics.errorCount > 0 ? said : said + modelText(loaded.model);
}

for (const name of readdirSync(folder)
  .filter((each) => each.endsWith(".cfg"))
  .sort()) {
  test(name, () => {
    const expected = inFolder(name.replace(/\.cfg$/, ".out"));
    const actual = outcome(name);
    if (process.env["SLUICE_UPDATE_GOLDEN"] === "1") writeFileSync(expected, actual);
    assert.equal(actual, readFileSync(expected, "utf8"));
  });
}
