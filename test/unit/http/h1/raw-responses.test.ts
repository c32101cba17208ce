/** Every row of the raw response table, through parser, decoder and encoder. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RAW_RESPONSES } from "../../../compat/raw-responses.ts";
import { forwardResponses } from "../../support/forward.ts";

describe("raw responses", () => {
  for (const { name, bytes, expect } of RAW_RESPONSES) {
    it(name, () => {
      const { sent, refused } = forwardResponses(bytes);
      if ("status" in expect) assert.equal(refused, expect.status);
      else assert.deepEqual({ sent, refused }, { sent: expect.forwarded, refused: 0 });
    });
  }
});
