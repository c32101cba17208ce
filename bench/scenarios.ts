/**
 * What is measured: for each scenario the configuration of each program and the load. Sluice and
 * haproxy read the same file.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where things are, for the texts below. */
export interface Place {
  readonly port: number;
  readonly originPort: number;
  readonly folder: string;
  /** A PEM file with certificate and key. */
  readonly certificate: string;
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly haproxy: (place: Place) => string;
  /** The server block for nginx; undefined where nginx has no counterpart. */
  readonly nginx: ((place: Place) => string) | undefined;
  /** How http-proxy-3 listens; undefined where it has no counterpart. */
  readonly nodeProxy: "http" | "https" | undefined;
  readonly scheme: "http" | "https";
  readonly path: string;
  readonly connections: number;
  readonly headers: readonly string[];
  /** Idle connections to hold instead of a load; 0 for a load. */
  readonly idleConnections: number;
}

const head = `global
    nbthread 1
    maxconn 8000
defaults
    timeout connect 5s
    timeout client 60s
    timeout server 60s
`;

const site =
  (mode: string, bind = ""): Scenario["haproxy"] =>
  ({ port, originPort, certificate }) =>
    `${head}    mode ${mode}
frontend fe
    bind 127.0.0.1:${port} ${bind && `ssl crt ${certificate}`}
    default_backend be
backend be
    server origin 127.0.0.1:${originPort}
`;

const nginxSite =
  (listen: string): NonNullable<Scenario["nginx"]> =>
  ({ port, originPort, certificate }) =>
    `
    upstream origin { server 127.0.0.1:${originPort}; keepalive 128; }
    server {
        listen 127.0.0.1:${port} ${listen};
        ${listen && `ssl_certificate ${certificate}; ssl_certificate_key ${certificate};`}
        keepalive_requests 100000000;
        location / {
            proxy_pass http://origin;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_buffering off;
        }
    }
`;

const usual = {
  haproxy: site("http"),
  nginx: nginxSite(""),
  nodeProxy: "http",
  scheme: "http",
  path: "/",
  connections: 64,
  headers: [],
  idleConnections: 0,
} as const;

const ruleSet = readFileSync(join(import.meta.dirname, "rule-set.cfg"), "utf8");

/** The headers of a browser's request, so that rules have something to look at. */
const browser = [
  "Host: api.example.com",
  "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "Accept-Language: en-US,en;q=0.5",
  "Cookie: session_id=0123456789abcdef; theme=dark",
  "X-API-Key: bench",
];

/** So many `use_backend` rules on the Host; the request's is two thirds down the list. */
function hostRules(count: number): Scenario {
  const rules = Array.from(
    { length: count },
    (_, i) => `    use_backend be${i % 7} if { hdr(host) -i www${i}.example.com }`,
  ).join("\n");
  return {
    ...usual,
    name: `hosts-${count}`,
    title: `${count} host rules`,
    haproxy: ({ port, originPort }) => `${head}    mode http
frontend fe
    bind 127.0.0.1:${port}
${rules}
    default_backend be0
${Array.from({ length: 7 }, (_, i) => `backend be${i}\n    server origin 127.0.0.1:${originPort}`).join("\n")}
`,
    nginx: undefined,
    nodeProxy: undefined,
    headers: [`Host: www${Math.floor((count * 2) / 3)}.example.com`],
  };
}

const MAP_ENTRIES = 1_000_000;

/** A map of a million entries, asked once a request. */
function bigMap(
  match: string,
  expression: string,
  keyOf: (index: number) => string,
  headers: readonly string[],
): Scenario {
  return {
    ...usual,
    name: `map-${match}`,
    title: `A map of 1,000,000 entries, map_${match}`,
    haproxy: ({ port, originPort, folder }) => {
      const file = join(folder, `${match}.map`);
      if (!existsSync(file)) {
        const lines = Array.from({ length: MAP_ENTRIES }, (_, i) => `${keyOf(i)} v${i % 100}\n`);
        writeFileSync(file, lines.join(""));
      }
      return `${head}    mode http
frontend fe
    bind 127.0.0.1:${port}
    http-request set-header X-Found %[${expression},map_${match}(${file},none)]
    default_backend be
backend be
    server origin 127.0.0.1:${originPort}
`;
    },
    nginx: undefined,
    nodeProxy: undefined,
    headers,
  };
}

const network = (i: number): string => `${10 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}.0/24`;

export const scenarios: readonly Scenario[] = [
  { ...usual, name: "keep-alive", title: "Keep-alive, small responses" },
  {
    ...usual,
    name: "rule-set",
    title: "The guide's rule set",
    haproxy: ({ port, originPort }) =>
      ruleSet.replaceAll("${PORT}", String(port)).replaceAll("${ORIGIN}", String(originPort)),
    nginx: undefined,
    nodeProxy: undefined,
    path: "/api/v1/items?page=2",
    headers: browser,
  },
  hostRules(10),
  hostRules(100),
  hostRules(1000),
  bigMap("str", "req.hdr(host)", (i) => `www${i}.example.com`, ["Host: www666666.example.com"]),
  bigMap("beg", "req.hdr(x-key)", (i) => `/site/${i}/`, ["X-Key: /site/666666/page"]),
  bigMap("ip", "req.hdr(x-ip)", network, ["X-Ip: 20.44.42.7"]),
  { ...usual, name: "large", title: "1 MiB bodies", path: "/large", connections: 16 },
  {
    ...usual,
    name: "connect",
    title: "A new connection per request",
    headers: ["Connection: close"],
  },
  {
    ...usual,
    name: "https",
    title: "HTTPS keep-alive",
    haproxy: site("http", "ssl"),
    nginx: nginxSite("ssl"),
    nodeProxy: "https",
    scheme: "https",
  },
  {
    ...usual,
    name: "tcp",
    title: "TCP mode",
    haproxy: site("tcp"),
    nginx: undefined,
    nodeProxy: undefined,
  },
  { ...usual, name: "idle", title: "5,000 idle connections", idleConnections: 5000 },
];
