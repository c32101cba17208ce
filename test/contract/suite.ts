/** The contract of the port: one suite, run on each runtime by a file of its own. */
import { describe } from "node:test";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { compressionContract } from "./compression.ts";
import { cryptoContract } from "./crypto.ts";
import { dialContract } from "./dialing.ts";
import { listenContract } from "./listening.ts";
import { socketOptionContract } from "./socket-options.ts";
import { streamContract } from "./stream.ts";
import { systemContract } from "./system.ts";
import { tcpInfoContract } from "./tcp-info.ts";
import { tlsContract } from "./tls.ts";
import { tlsFactsContract } from "./tls-facts.ts";
import { udpContract } from "./udp.ts";

export function contract(runtime: Runtime): void {
  describe(`${runtime.name}: streams`, () => streamContract(runtime));
  describe(`${runtime.name}: dialing`, () => dialContract(runtime));
  describe(`${runtime.name}: listening`, () => listenContract(runtime));
  describe(`${runtime.name}: socket options`, () => socketOptionContract(runtime));
  describe(`${runtime.name}: TCP_INFO`, () => tcpInfoContract(runtime));
  describe(`${runtime.name}: UDP`, () => udpContract(runtime));
  describe(`${runtime.name}: TLS`, () => tlsContract(runtime));
  describe(`${runtime.name}: facts of TLS`, () => tlsFactsContract(runtime));
  describe(`${runtime.name}: system`, () => systemContract(runtime));
  describe(`${runtime.name}: compression`, () => compressionContract(runtime));
  describe(`${runtime.name}: cryptography`, () => cryptoContract(runtime));
}
