/** A LoadHost over files in memory: names to contents; folders are the prefixes of names. */
import type { LoadHost } from "../../../src/config/load.ts";
import type { ByteBuffer } from "../../../src/runtime/bytes.ts";

/** Content as the reader sees it: latin1, one character a byte. */
function bytesOf(text: string): ByteBuffer {
  return Buffer.from(text, "latin1");
}

export function memoryHost(
  contents: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): LoadHost {
  const isFolder = (path: string): boolean =>
    Object.keys(contents).some((name) => name.startsWith(`${path}/`));
  return {
    env,
    abilities: {
      features: ["OPENSSL", "THREAD"],
      enabled: ["POLL"],
      sslLibrary: { name: "OpenSSL", version: "3.0.1" },
    },
    files: {
      readBytes(path) {
        const text = contents[path];
        if (text === undefined) throw new Error("No such file or directory");
        return bytesOf(text);
      },
      kind: (path) => (path in contents ? "file" : isFolder(path) ? "directory" : "absent"),
      list: (path) =>
        Object.keys(contents)
          .filter((name) => name.startsWith(`${path}/`))
          .map((name) => name.slice(path.length + 1))
          .sort(),
    },
  };
}
