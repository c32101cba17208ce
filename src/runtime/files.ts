/** Files, synchronous: used at start, at reload and by the control thread only. */
import type { ByteBuffer } from "./bytes.ts";

export type FileKind = "file" | "directory" | "other" | "absent";

export interface Files {
  /** Throws an Error whose message is the system's reason ("No such file or directory"). */
  readText(path: string): string;
  /** Content as latin1-capable bytes. Throws like readText. */
  readBytes(path: string): ByteBuffer;
  kind(path: string): FileKind;
  /** Names (no path) in the folder, sorted by byte order. */
  list(path: string): readonly string[];
  /** Writes a whole file. Throws like readText. */
  write(path: string, text: string): void;
  /**
   * Puts a file with this latin1 text in the place of the one that may be there, at once for who
   * reads it; its mode stays. Throws like readText.
   */
  replace(path: string, text: string): void;
  /** Text that is another one after each change of the file; null when there is no such file. */
  stamp(path: string): string | null;
  remove(path: string): void;
  /** Absolute, normalised path, relative to the current folder. */
  resolve(path: string): string;
}
