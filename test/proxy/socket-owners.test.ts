/** Unix sockets of `bind` and `stats socket` lines: mode and owner by number. */
import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { startSluice } from "../support/programs.ts";

const config = `global
 stats socket unix@operator.sock uid 12 gid 13 mode 660 level operator
defaults
 mode http
 timeout client 5s
listen fe
 bind unix@fe.sock uid 14 gid 15 mode 622
`;

const skip = process.getuid?.() === 0 ? false : "only root gives sockets away";

test("sockets belong to whom 'uid' and 'gid' say", { skip }, async () => {
  await using proxy = await startSluice(config);
  const owned = (name: string): string => {
    const { uid, gid, mode } = statSync(join(proxy.folder, name));
    return `${uid} ${gid} ${(mode & 0o777).toString(8)}`;
  };
  assert.equal(owned("operator.sock"), "12 13 660");
  assert.equal(owned("fe.sock"), "14 15 622");
});
