import assert from "node:assert/strict";
import { test } from "node:test";
import { newState } from "../../../src/cli/command.ts";
import { TABLE_COMMANDS } from "../../../src/cli/commands/table.ts";
import { tableControl } from "../../../src/cli/stick-table-control.ts";
import { TableView } from "../../../src/stick-table/view.ts";
import { fieldOf, newTable } from "../stick-table/new-table.ts";
import { World } from "./world.ts";

const KEYS = 20_000;

test("a big table is shown in pieces, and cleared in turns with others", async () => {
  const { table } = newTable(`type integer size ${KEYS} store gpc0`);
  for (let key = 0; key < KEYS; key++) {
    const entry = table.getOrCreate(key);
    table.write(entry, fieldOf(table, "gpc0"), key % 2);
    table.release(entry);
  }
  const control = {
    ...new World().control,
    tables: () => [tableControl(new TableView("t", table))],
  };
  let turns = 0;
  let pieces: readonly string[] = [];
  const timer = setInterval(() => turns++, 1);
  const ask = async (words: string, ...args: readonly string[]): Promise<string> => {
    const command = TABLE_COMMANDS.find((row) => row.words.join(" ") === words)!;
    const state = newState("admin", 0);
    const answer = await command.run({ args: ["t", ...args], payload: null, state, control });
    if (typeof answer === "string") return answer;
    assert.ok("pieces" in answer);
    pieces = [...answer.pieces];
    return pieces.join("");
  };
  try {
    const shown = (await ask("show table")).trimEnd().split("\n");
    assert.equal(new Set(shown.map((line) => / key=\d+ /.exec(line)?.[0])).size, KEYS + 1);
    assert.equal(pieces.length, KEYS / 1000 + 1);
    assert.ok(pieces.every((piece) => piece.split("\n").length <= 1002));
    // What is passed over takes less of a turn.
    assert.match(await ask("show table", "data.gpc0", "eq", "5"), /^# table: t, .*\n$/);
    assert.equal(pieces.length, Math.floor(KEYS / 16_000) + 1);
    assert.equal(await ask("clear table", "data.gpc0", "eq", "5"), "");
    assert.equal(table.used, KEYS);
    turns = 0;
    assert.equal(await ask("clear table", "data.gpc0", "eq", "1"), "");
    assert.ok(turns >= 5, `${turns} turns`);
    assert.equal(table.used, KEYS / 2);
  } finally {
    clearInterval(timer);
  }
});
