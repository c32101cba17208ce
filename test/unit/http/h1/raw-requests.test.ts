/** Every row of the raw request table, through parser, decoder and encoder. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RAW_REQUESTS } from "../../../compat/raw-requests.ts";
import { forwardRequests } from "../../support/forward.ts";

describe("raw requests", () => {
  for (const { name, bytes, expect } of RAW_REQUESTS) {
    it(name, () => {
      const { sent, refused } = forwardRequests(bytes);
      if ("status" in expect)
        assert.deepEqual({ sent, refused }, { sent: "", refused: expect.status });
      else assert.equal(sent, expect.forwarded);
    });
  }

  it("has no name twice", () => {
    const names = RAW_REQUESTS.map((row) => row.name);
    assert.deepEqual(
      names.filter((name, i) => names.indexOf(name) !== i),
      [],
    );
  });
});
