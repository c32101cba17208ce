/** What rules put in place of a connection's addresses. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ChangedAddresses, changeAddress, changePort } from "../../../src/connection/addresses.ts";
import { parseIp } from "../../../src/core/ip.ts";

const known = {
  source: parseIp("10.0.0.1")!,
  sourcePort: 1000,
  destination: parseIp("10.0.0.2")!,
  destinationPort: 80,
};

test("an address keeps its port, a port its address", () => {
  const ends = new ChangedAddresses(known);
  changeAddress(ends, "source", parseIp("::1")!);
  changePort(ends, "destination", 0x10050);
  assert.deepEqual(
    [ends.source?.toString(), ends.sourcePort, ends.destination?.toString(), ends.destinationPort],
    ["::1", 1000, "10.0.0.2", 0x50],
  );
});

test("where there was no address, a port stands at 0.0.0.0 and an address has port 0", () => {
  const ends = new ChangedAddresses({ ...known, source: null, destination: null });
  changePort(ends, "source", 5);
  changeAddress(ends, "destination", parseIp("10.0.0.9")!);
  assert.deepEqual(
    [ends.source?.toString(), ends.sourcePort, ends.destination?.toString(), ends.destinationPort],
    ["0.0.0.0", 5, "10.0.0.9", 0],
  );
});
