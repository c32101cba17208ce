/**
 * The kinds of traffic, each one exchange from its connection to its end. An exchange that the proxy
 * or a fault ends early is a part of the mixture: it is counted as failed and nothing more.
 */
import type { Proxy } from "../support/proxy.ts";
import { RawClient } from "../support/raw-client.ts";

export interface Traffic {
  readonly name: string;
  /** How many run at the same time. */
  readonly width: number;
  readonly pauseMs: number;
  run(proxy: Proxy): Promise<void>;
}

const get = (target: string, fields = ""): string =>
  `GET ${target} HTTP/1.1\r\nHost: soak\r\n${fields}\r\n`;

let serial = 0;

async function asked(proxy: Proxy, text: string, port = "http"): Promise<void> {
  using client = await RawClient.connect(proxy.port(port));
  await client.exchange(text);
}

/** Sends what there is and leaves by RST or FIN, in turn. */
async function leave(proxy: Proxy, text: string): Promise<void> {
  using client = await RawClient.connect(proxy.port("http"));
  client.send(text);
  await new Promise((settle) => setTimeout(settle, 2));
  if (serial++ % 2 === 0) client.reset();
  else client.close();
}

async function keepAlive(proxy: Proxy): Promise<void> {
  using client = await RawClient.connect(proxy.port("http"));
  for (let count = 0; count < 20; count++) await client.exchange(get(`/k?key=${serial++ % 5000}`));
}

async function leaveInResponse(proxy: Proxy): Promise<void> {
  using client = await RawClient.connect(proxy.port("http"));
  client.send(get("/big"));
  await client.inbox.takeUntil("\r\n\r\n");
  client.reset();
}

async function readSlowly(proxy: Proxy): Promise<void> {
  using client = await RawClient.connect(proxy.port("http"));
  client.send(get("/big", "Connection: close\r\n"));
  for (let pauses = 0; pauses < 5; pauses++) {
    client.socket.pause();
    await new Promise((settle) => setTimeout(settle, 50));
    client.socket.resume();
    await new Promise((settle) => setTimeout(settle, 1));
  }
  await client.readAll();
}

async function tunnel(proxy: Proxy): Promise<void> {
  using client = await RawClient.connect(proxy.port("http"));
  await client.exchange(get("/tunnel", "Connection: upgrade\r\nUpgrade: echo\r\n"));
  for (let count = 0; count < 5; count++) {
    client.send(`ping ${count};`);
    await client.inbox.takeUntil(`ping ${count};`);
  }
  if (serial++ % 2 === 0) client.reset();
}

async function tcp(proxy: Proxy): Promise<void> {
  using client = await RawClient.connect(proxy.port("tcp"));
  client.send("ping;");
  await client.inbox.takeUntil("ping;");
  if (serial++ % 2 === 0) client.reset();
}

async function tls(proxy: Proxy): Promise<void> {
  using client = await RawClient.connect(proxy.port("tls"), { tls: {} });
  await client.exchange(get("/tls"));
  await client.exchange(get("/tls", "Connection: close\r\n"));
}

async function admin(proxy: Proxy): Promise<void> {
  for (const command of [
    "show stat",
    "show info",
    "show sess",
    "show table keys",
    `set table keys key admin${serial++ % 50} data.gpc0 1`,
    "clear table keys key admin7",
    "set weight web/steady 128",
    "show servers state",
    "no such command",
  ])
    await proxy.cli(command);
}

/** All kinds; without a certificate there is none over TLS. */
export function trafficKinds(hasTls: boolean): Traffic[] {
  const kinds: Traffic[] = [
    { name: "keep-alive", width: 4, pauseMs: 5, run: keepAlive },
    {
      name: "new connection",
      width: 2,
      pauseMs: 2,
      run: (proxy) => asked(proxy, get("/", "Connection: close\r\n")),
    },
    { name: "leave in the head", width: 1, pauseMs: 5, run: (proxy) => leave(proxy, "GET / HT") },
    {
      name: "leave in the body",
      width: 1,
      pauseMs: 5,
      run: (proxy) => leave(proxy, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nhalf"),
    },
    {
      name: "leave while waiting",
      width: 1,
      pauseMs: 5,
      run: (proxy) => leave(proxy, get("/queue")),
    },
    { name: "leave in the response", width: 1, pauseMs: 10, run: leaveInResponse },
    { name: "slow reader", width: 2, pauseMs: 10, run: readSlowly },
    { name: "tunnel", width: 1, pauseMs: 5, run: tunnel },
    { name: "tcp", width: 1, pauseMs: 5, run: tcp },
    { name: "queue", width: 3, pauseMs: 20, run: (proxy) => asked(proxy, get("/queue")) },
    { name: "tarpit", width: 2, pauseMs: 20, run: (proxy) => asked(proxy, get("/tarpit")) },
    { name: "deny", width: 1, pauseMs: 10, run: (proxy) => asked(proxy, get("/deny")) },
    { name: "retry", width: 1, pauseMs: 20, run: (proxy) => asked(proxy, get("/reset")) },
    {
      name: "bad request",
      width: 1,
      pauseMs: 10,
      run: (proxy) => asked(proxy, "NONSENSE\r\n\r\n"),
    },
    { name: "admin socket", width: 1, pauseMs: 100, run: admin },
  ];
  if (hasTls) kinds.push({ name: "tls", width: 2, pauseMs: 10, run: tls });
  return kinds;
}
