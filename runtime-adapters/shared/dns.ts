/** Name lookups through the system's resolver (getaddrinfo: /etc/hosts first). */
import { lookup } from "node:dns/promises";
import type { Dns } from "../../src/runtime/runtime.ts";

export const dns: Dns = {
  async lookup(
    host: string,
  ): Promise<readonly { readonly address: string; readonly family: 4 | 6 }[]> {
    const found = await lookup(host, { all: true, verbatim: true });
    if (found.length === 0) throw new Error(`no address for ${host}`);
    return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
  },
};
