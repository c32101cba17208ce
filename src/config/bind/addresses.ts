/** The address part of `bind` lines: comma-separated addresses, port ranges unrolled (manual 4.2). */
import { parseAddress } from "../values/address.ts";
import type { Diagnostics } from "../diagnostics/diagnostics.ts";
import type { AddressModel } from "../model.ts";
import type { Word } from "../words/word.ts";

/** All addresses of the word, one a port; undefined after reporting. */
export function parseBindAddresses(
  word: Word,
  diagnostics: Diagnostics,
): AddressModel[] | undefined {
  const addresses: AddressModel[] = [];
  let offset = 0;
  for (const text of word.text.split(",")) {
    // Points into the word where it stands as written; else at the whole of it.
    const asWritten = word.width === word.text.length;
    const at = asWritten
      ? { ...word, text, column: word.column + offset, width: text.length }
      : word;
    const expanded = parseOne(at, text, diagnostics);
    if (expanded === undefined) return undefined;
    addresses.push(...expanded);
    offset += text.length + 1;
  }
  return addresses;
}

function parseOne(at: Word, text: string, diagnostics: Diagnostics): AddressModel[] | undefined {
  const parsed = parseAddress(text);
  if ("problem" in parsed) return refuse(parsed.problem, parsed.hint);
  if (parsed.transport === "datagram")
    return refuse(`'${text}' is a datagram address, 'bind' listens for streams`);
  const { address } = parsed;
  if (address.kind !== "ip") return [address];
  if (!parsed.hasPort)
    return refuse(
      `the port is missing in '${text}'`,
      "write '<address>:<port>'; an IPv6 address goes in brackets",
    );
  if (parsed.portSign !== "")
    return refuse(`'${text}' has a relative port, which only servers take`);
  if (address.port === 0) return refuse("port 0 cannot be listened on");
  const ports: AddressModel[] = [];
  for (let port = address.port; port <= parsed.lastPort; port++) ports.push({ ...address, port });
  return ports;

  function refuse(message: string, hint = ""): undefined {
    diagnostics.error(at, message, hint);
    return undefined;
  }
}
