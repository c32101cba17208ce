/** Folders that live as long as one test's program. */
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A fresh folder; `remove` deletes it with its content. */
export interface TempFolder {
  readonly path: string;
  remove(): void;
}

/** No name has a digit, since tests take numbers out of what they compare. */
export function makeTempFolder(): TempFolder {
  const letters = Array.from({ length: 12 }, () =>
    String.fromCharCode(97 + Math.floor(Math.random() * 26)),
  );
  const path = join(tmpdir(), `sluice-test-${letters.join("")}`);
  mkdirSync(path, { mode: 0o700 });
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
