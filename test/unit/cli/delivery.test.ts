/** Long answers: made as they are read, given up when the client goes. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Delivery } from "../../../src/cli/delivery.ts";
import { until } from "../../support/deadline.ts";

// Giving up the thread does not keep a process alive; its sockets do.
const alive = setInterval(() => {}, 1000);
after(() => clearInterval(alive));

/** A client that takes nothing until it is told to. */
class SlowClient {
  received: string[] = [];
  made: number = 0;
  delivered: boolean = false;
  ended: boolean = false;
  readonly delivery: Delivery;
  empty: boolean = true;

  constructor(count: number, fault: string | null = null) {
    const made = (): void => void this.made++;
    const ended = (): void => void (this.ended = true);
    function* pieces(): Generator<string> {
      try {
        for (let n = 0; n < count; n++) {
          made();
          yield `${n}\n`;
        }
        if (fault !== null) throw new Error(fault);
      } finally {
        ended();
      }
    }
    const take = (text: string): void => {
      this.received.push(text);
      this.empty = false;
    };
    const isEmpty = (): boolean => this.empty;
    this.delivery = new Delivery(pieces(), {
      send: take,
      get empty() {
        return isEmpty();
      },
      delivered: () => (this.delivered = true),
    });
  }

  read(): void {
    this.empty = true;
    this.delivery.drained();
  }
}

test("a piece is made when the one before is read", async () => {
  const client = new SlowClient(3);
  const run = client.delivery.run();
  for (let piece = 1; piece <= 3; piece++) {
    await until(() => client.made === piece, `piece ${piece} is made`);
    assert.equal(client.received.length, piece);
    assert.equal(client.delivered, false);
    client.read();
  }
  await run;
  assert.equal(client.received.join(""), "0\n1\n2\n");
  assert.equal(client.delivered, true);
});

test("a client that goes ends the making", async () => {
  const client = new SlowClient(1000);
  const run = client.delivery.run();
  client.delivery.stop();
  await run;
  assert.deepEqual([client.made, client.ended, client.delivered], [1, true, false]);
});

test("a piece that cannot be made is the last, and says why", async () => {
  const client = new SlowClient(0, "no more");
  await client.delivery.run();
  assert.equal(client.received.join(""), "Internal error: no more\n");
  assert.equal(client.delivered, true);
});
