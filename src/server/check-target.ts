/**
 * Where a server's checks go when not to where its traffic goes (server keywords `addr` and
 * `port`, `set server … check-addr|check-port`): kept in its record, so that what was set at run
 * time outlives a reload that does not change the line.
 */
import { sdbm } from "../core/hash.ts";
import { IpAddress, parseIp } from "../core/ip.ts";
import type { Server } from "./server.ts";
import { ServerWord } from "./state.ts";

/** The host to check instead of the server's; null for the server's own. */
export function checkHost(server: Server): string | null {
  const { words, model } = server;
  const at = ServerWord.checkAddress;
  const family = words[ServerWord.checkFamily]!;
  if (family === 4) return IpAddress.v4(words[at + 3]!).toString();
  if (family === 6)
    return IpAddress.v6(words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!).toString();
  return model.checkAddr;
}

/** The port to check instead of the server's; null for the server's own. */
export function checkPort(server: Server): number | null {
  return server.words[ServerWord.checkPort]! || null;
}

/** Null leaves a part as it is. Control thread only. */
export function changeCheckTarget(
  server: Server,
  address: IpAddress | null,
  port: number | null,
): void {
  if (address !== null) writeAddress(server, address);
  if (port !== null) server.words[ServerWord.checkPort] = port;
}

/** Takes over what the configuration says if that changed. Control thread only. */
export function takeCheckTarget(server: Server): void {
  const { words, model } = server;
  const mark = sdbm(JSON.stringify([model.checkAddr, model.checkPort])) | 0;
  if (words[ServerWord.configuredCheckTarget] === mark) return;
  words[ServerWord.configuredCheckTarget] = mark;
  words[ServerWord.checkPort] = model.checkPort ?? 0;
  const address = model.checkAddr === null ? undefined : parseIp(model.checkAddr);
  if (address === undefined) words[ServerWord.checkFamily] = 0;
  else writeAddress(server, address);
}

function writeAddress({ words }: Server, address: IpAddress): void {
  const at = ServerWord.checkAddress;
  words[ServerWord.checkFamily] = address.family;
  words[at] = address.word0;
  words[at + 1] = address.word1;
  words[at + 2] = address.word2;
  words[at + 3] = address.word3;
}
