/**
 * `hash-key` of servers: which one a hash on the ring goes to, for keys of ids, addresses, and
 * addresses with ports. What 2.6 does not know is asked of 3.2; what it said is in the unit tests.
 */
import assert from "node:assert/strict";
import { okResponse } from "../support/origin.ts";
import { chosen, keyed, someNumbers } from "./balance-farm.ts";
import { type Area, compareArea } from "./compare.ts";
import { httpDefaults } from "./configs.ts";

/** Every server is the one origin, at another address of the machine; the response names it. */
function addressed(hashKeys: readonly string[]): Area {
  const servers = hashKeys.map(
    (key, at) => `    server s${at} 127.0.0.${at + 1}:\${P:web} ${key} weight ${1 + (at % 3)}\n`,
  );
  return {
    config: `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    default_backend be

backend be
    balance hdr(x-key)
    hash-type consistent none
    http-response return status 200 content-type text/plain lf-string "%[srv_name]."
${servers.join("")}`,
    origins: { web: okResponse("web") },
    originOptions: { host: "0.0.0.0" },
    since: "3.2",
  };
}

const keys = keyed(someNumbers(200));

compareArea("hash-key addr", addressed(["hash-key addr", "hash-key addr", "hash-key addr"]), {
  "the address decides": (side) => chosen(side, keys),
  "another address moves the hashes": async (side) => {
    const before = await chosen(side, keys);
    const said = await side.proxy.cli("set server be/s1 addr 127.9.8.7");
    const moved = await chosen(side, keys);
    assert.notEqual(moved, before);
    const back = await side.proxy.cli("set server be/s1 addr 127.0.0.2");
    assert.equal(await chosen(side, keys), before);
    return [before, said, moved, back];
  },
});
compareArea("hash-key, mixed", addressed(["hash-key id", "", "hash-key addr", "hash-key addr"]), {
  "ids and addresses": (side) => chosen(side, keys),
  "a server down and back": async (side) => {
    const before = await chosen(side, keys);
    await side.proxy.cli("disable server be/s2");
    const without = await chosen(side, keys);
    await side.proxy.cli("enable server be/s2");
    assert.equal(await chosen(side, keys), before);
    return [before, without];
  },
});
