/** Files on node:fs. Errors carry the system's reason as HAProxy prints it ("No such file or directory"). */
import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { resolve } from "node:path";
import type { ByteBuffer } from "../../src/runtime/bytes.ts";
import type { FileKind, Files } from "../../src/runtime/files.ts";
import { errnoNameOf } from "./errors.ts";

/** strerror(3) for what opening, reading and writing files can meet. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: "No such file or directory",
  EACCES: "Permission denied",
  EPERM: "Operation not permitted",
  EISDIR: "Is a directory",
  ENOTDIR: "Not a directory",
  ELOOP: "Too many levels of symbolic links",
  ENAMETOOLONG: "File name too long",
  EMFILE: "Too many open files",
  ENOSPC: "No space left on device",
  EROFS: "Read-only file system",
  EIO: "Input/output error",
};

function withReason<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (thrown) {
    const reason = reasons[errnoNameOf(thrown)];
    throw reason === undefined ? thrown : new Error(reason, { cause: thrown });
  }
}

export const files: Files = {
  readText(path: string): string {
    return withReason(() => readFileSync(path, "utf8"));
  },
  readBytes(path: string): ByteBuffer {
    return withReason(() => readFileSync(path));
  },
  kind(path: string): FileKind {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return "absent";
    if (stat.isFile()) return "file";
    return stat.isDirectory() ? "directory" : "other";
  },
  list(path: string): readonly string[] {
    const names = withReason(() => readdirSync(path));
    return names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  },
  write(path: string, text: string): void {
    withReason(() => writeFileSync(path, text));
  },
  replace(path: string, text: string): void {
    withReason(() => {
      const target = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()
        ? realpathSync(path)
        : path;
      const mode = statSync(target, { throwIfNoEntry: false })?.mode;
      const fresh = `${target}.${process.pid}.new`;
      writeFileSync(fresh, text, { encoding: "latin1", flush: true });
      if (mode !== undefined) chmodSync(fresh, mode & 0o7777);
      renameSync(fresh, target);
    });
  },
  stamp(path: string): string | null {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stat === undefined ? null : `${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}`;
  },
  remove(path: string): void {
    withReason(() => rmSync(path));
  },
  resolve(path: string): string {
    return resolve(path);
  },
};
