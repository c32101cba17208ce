/** set-priority-class and set-priority-offset: who leaves a queue first. set-retries (2.8). */
import assert from "node:assert/strict";
import { until } from "../support/deadline.ts";
import type { RawClient } from "../support/raw-client.ts";
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

const config = `${httpDefaults}
    timeout queue 10s
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request set-priority-class req.hdr(x-class)
    http-request set-priority-offset req.hdr(x-offset)
    default_backend be
backend be
    server s 127.0.0.1:\${P:web} maxconn 1
`;

/** Streams that wait in the backend's queue. */
async function queued(side: Side): Promise<number> {
  const rows = (await side.proxy.cli("show stat")).split("\n");
  return Number(rows.find((row) => row.startsWith("be,BACKEND,"))?.split(",")[2] ?? 0);
}

/** Requests that queue up one after the other while the only slot is held; their order at the server. */
function order(requests: Readonly<Record<string, string>>): Case {
  return async (side) => {
    using holder = await side.connect("fe");
    holder.send("POST /hold HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n");
    const origin = side.origin("web");
    await until(() => origin.received.includes("/hold"), "the request that holds the slot");
    const clients: RawClient[] = [];
    try {
      for (const [target, fields] of Object.entries(requests)) {
        const client = await side.connect("fe");
        clients.push(client);
        client.send(get(target, fields));
        await until(async () => (await queued(side)) === clients.length, `${target} in the queue`);
      }
      holder.send("x");
      for (const client of clients) await client.readResponse();
    } finally {
      for (const client of clients) client.close();
    }
    return side.seen("web").map(({ startLine }) => startLine);
  };
}

const origins = {
  web: ({ end }: { end: () => void }): string => {
    setImmediate(end);
    return "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  },
};

compareArea(
  "priorities in the queue",
  { config, origins },
  {
    "by coming": order({ "/a": "", "/b": "", "/c": "" }),
    "by class": order({
      "/a": "X-Class: 5\r\n",
      "/b": "",
      "/c": "X-Class: -5\r\n",
      "/d": "X-Class: 5\r\n",
    }),
    "by offset": order({ "/a": "X-Offset: 5000\r\n", "/b": "", "/c": "X-Offset: -5000\r\n" }),
    "class before offset": order({
      "/a": "X-Class: 1\r\nX-Offset: -9000\r\n",
      "/b": "X-Offset: 9000\r\n",
      "/c": "",
    }),
    "beyond the range": order({
      "/a": "X-Class: 999999\r\n",
      "/b": "X-Class: 2047\r\n",
      "/c": "X-Class: -999999\r\n",
      "/d": "X-Class: -2047\r\n",
    }),
  },
);

compareArea(
  "set-retries",
  {
    since: "2.8",
    config: `${httpDefaults}
    log 127.0.0.1:\${P:log} local0
    log-format "%HP %tsc %rc."
    retries 3
    timeout connect 50ms
listen own
    bind 127.0.0.1:\${P:own}
    http-request set-retries 1 if { path /one }
    http-request set-retries req.hdr(x-retries)
    use_backend other if { path_beg /other }
    server s 127.0.0.1:\${P:nobody}
backend other
    http-request set-retries int(2) if { path /other2 }
    server s 127.0.0.1:\${P:nobody}
`,
  },
  Object.fromEntries(
    [
      ["/default", "", "3"],
      ["/one", "", "1"],
      ["/header", "X-Retries: 0\r\n", "0"],
      ["/toomany", "X-Retries: 101\r\n", "3"],
      ["/other", "X-Retries: 1\r\n", "3"],
      ["/other2", "X-Retries: 1\r\n", "2"],
    ].map(([target, fields, expected]): [string, Case] => [
      target!,
      async (side) => {
        const { startLine } = await side.ask("own", get(target!, fields));
        const line = await side.syslog.waitFor(`${target!} `);
        const retries = /(\d+)\.\n?$/.exec(line)?.[1];
        assert.equal(retries, expected);
        return [startLine, retries];
      },
    ]),
  ),
);
