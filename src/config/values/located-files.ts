/**
 * The files that a configuration names (manual 3.1 `default-path`): a relative path starts in one
 * folder for the whole configuration, which no line may change once a proxy was read.
 */
import type { ByteBuffer } from "../../runtime/bytes.ts";
import type { FileKind } from "../../runtime/files.ts";
import type { ConfigFiles } from "../words/reader.ts";

export class LocatedFiles implements ConfigFiles {
  /** Where relative paths start; "" for the folder the process was started in. */
  folder: string = "";
  readonly #files: ConfigFiles;

  constructor(files: ConfigFiles) {
    this.#files = files;
  }

  /** The path as the process has to open it. */
  locate(path: string): string {
    return this.folder === "" || path.startsWith("/") ? path : `${this.folder}/${path}`;
  }

  readBytes(path: string): ByteBuffer {
    return this.#files.readBytes(this.locate(path));
  }

  kind(path: string): FileKind {
    return this.#files.kind(this.locate(path));
  }

  list(path: string): readonly string[] {
    return this.#files.list(this.locate(path));
  }
}

/** The folder of a file: up to its last slash, "" for the current one. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === 0 ? "/" : path.slice(0, Math.max(slash, 0));
}
