/**
 * `max-keep-alive-queue`: how long the queue of a client's last server may be for the client to be
 * kept there. Server `a` is busy with another client while the next request comes.
 */
import { type OriginScript, okResponse } from "../support/origin.ts";
import { compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

const lengths = ["none", "-1", "0"] as const;

const config = `${httpDefaults}
    timeout queue 150ms
    http-reuse never
    option prefer-last-server
frontend fe
    bind 127.0.0.1:\${P:fe}
    use_backend %[path,field(2,/)]
${lengths
  .map(
    (length) => `backend ${length}
    ${length === "none" ? "" : `max-keep-alive-queue ${length}`}
    use-server a if { path_end /a /hold }
    server a 127.0.0.1:\${P:a} maxconn 1
    server b 127.0.0.1:\${P:b} maxconn 1
`,
  )
  .join("")}`;

const origin =
  (name: string): OriginScript =>
  ({ request }) =>
    request.startLine.includes("/hold") ? undefined : okResponse(name);

/** Who answers a client of `a` while `a` is free, and while it is not. */
async function answers(side: Side, backend: string): Promise<string[]> {
  using client = await side.connect("fe");
  await client.exchange(get(`/${backend}/a`));
  const free = await client.exchange(get(`/${backend}/x`));
  using other = await side.connect("fe");
  const held = side.origin("a").requests.length + 1;
  other.send(get(`/${backend}/hold`));
  await side.origin("a").waitForRequests(held);
  const busy = await client.exchange(get(`/${backend}/x`));
  return [free, busy].map(({ startLine, body }) => (body.length < 3 ? body : startLine));
}

compareArea(
  "max-keep-alive-queue",
  { config, origins: { a: origin("a"), b: origin("b") } },
  Object.fromEntries(lengths.map((length) => [length, (side: Side) => answers(side, length)])),
);
