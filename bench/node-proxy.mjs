/** http-proxy-3 as the comparison runs it: `node-proxy.mjs PORT ORIGIN-PORT [PEM]`. */
import { readFileSync } from "node:fs";
import { Agent, createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import httpProxy from "http-proxy-3";

const [port, originPort, pemPath] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const proxy = httpProxy.createProxyServer({ target: `http://127.0.0.1:${originPort}`, agent });
proxy.on("error", (_error, _request, response) => response.destroy());
const forward = (request, response) => proxy.web(request, response);

const pem = pemPath ? readFileSync(pemPath) : undefined;
const server = pem ? createTlsServer({ cert: pem, key: pem }, forward) : createServer(forward);
server.keepAliveTimeout = 60_000;
server.listen(Number(port), "127.0.0.1", 4096);
