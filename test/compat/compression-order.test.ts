/** Filters act in the order of their lines: a limit before compression counts plain bytes. */
import assert from "node:assert/strict";
import { type Case, compareArea } from "./compare.ts";
import { codedView } from "./coded-answer.ts";
import { get, httpDefaults } from "./configs.ts";

const BODY_BYTES = 60_000;
const body = "z".repeat(BODY_BYTES);
/** The first 20 kB of plain bytes go at once, 40 kB more at 100 kB/s. */
const LIMITED_MS = 350;

const limit = "filter bwlim-out slow default-limit 20k default-period 200ms";
/** What compressed bytes pass at once and plain ones never. */
const narrow = "filter bwlim-out slow default-limit 2k default-period 5s";
const compression = "filter compression\n compression algo gzip";
const rule = "http-response set-bandwidth-limit slow";

/** One proxy of each order; `front` limits what its backend compresses, `back` the other way round. */
const config = `${httpDefaults}
listen before
    bind 127.0.0.1:\${P:before}
    ${limit}
    ${compression}
    ${rule}
    server web 127.0.0.1:\${P:web}

listen behind
    bind 127.0.0.1:\${P:behind}
    ${compression}
    ${narrow}
    ${rule}
    server web 127.0.0.1:\${P:web}

frontend front
    bind 127.0.0.1:\${P:front}
    ${limit}
    ${rule}
    default_backend compressing

backend compressing
    compression algo gzip
    server web 127.0.0.1:\${P:web}

frontend back
    bind 127.0.0.1:\${P:back}
    compression algo gzip
    default_backend limiting

backend limiting
    ${narrow}
    ${rule}
    server web 127.0.0.1:\${P:web}
`;

const origins = {
  web: () => `HTTP/1.1 200 OK\r\nContent-Length: ${BODY_BYTES}\r\n\r\n${body}`,
};

const asking =
  (port: string, leastMs: number): Case =>
  async (side) => {
    const startMs = performance.now();
    const request = get("/", "Accept-Encoding: gzip\r\nConnection: close\r\n");
    const answer = await side.sendAll(port, request, 10_000);
    const tookMs = performance.now() - startMs;
    assert.ok(tookMs >= leastMs, `took ${Math.round(tookMs)} ms`);
    return codedView(answer);
  };

compareArea(
  "compression: its place among bandwidth limits",
  { config, origins, since: "3.2" },
  {
    "a limit before it": asking("before", LIMITED_MS),
    "a limit behind it": asking("behind", 0),
    "a frontend's limit": asking("front", LIMITED_MS),
    "a backend's limit": asking("back", 0),
  },
);
