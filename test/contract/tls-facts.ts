/** The contract of what a TLS connection tells beyond its certificates' names. */
import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { test } from "node:test";
import type { Runtime } from "../../src/runtime/runtime.ts";
import type { TlsInfo } from "../../src/runtime/tls.ts";
import { readTlsSession } from "../../src/sample/tls/session.ts";
import { dial, Host, pair, until } from "./peer.ts";
import { certificate, clientDefaults, pem, sites } from "./tls.ts";

const hex = (bytes: Uint8Array | null | undefined): string =>
  bytes === null || bytes === undefined ? "" : Buffer.from(bytes).toString("hex");

/** Both ends of a connection whose library keeps key logs. */
async function logging(runtime: Runtime, maxVersion: "TLSv1.2" | "TLSv1.3"): Promise<Ends> {
  const ends = await pair(runtime, {
    server: sites(runtime, { keyLog: true, maxVersion }),
    client: runtime.tls.clientContext({ ...clientDefaults, keyLog: () => true }),
    name: "a.test",
  });
  return { server: ends.server.up.tls!, client: ends.client.up.tls!, close: () => ends.close() };
}

interface Ends {
  readonly server: TlsInfo;
  readonly client: TlsInfo;
  close(): void;
}

const SECRETS = [
  "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
  "SERVER_HANDSHAKE_TRAFFIC_SECRET",
  "CLIENT_TRAFFIC_SECRET_0",
  "SERVER_TRAFFIC_SECRET_0",
  "EXPORTER_SECRET",
];

export function tlsFactsContract(runtime: Runtime): void {
  const { tlsSession, tlsKeyLog, tlsGroup, clientCertificates } = runtime.capabilities;

  test("the certificate that was shown, to each name its own", async () => {
    for (const name of ["a", "b"]) {
      const client = runtime.tls.clientContext(clientDefaults);
      const ends = await pair(runtime, { server: sites(runtime), client, name: `${name}.test` });
      const shown = new X509Certificate(pem(`${name}.crt`)).raw;
      assert.equal(hex(ends.server.up.tls?.ownCertificateDer), hex(shown));
      assert.equal(ends.client.up.tls?.ownCertificateDer, null);
      ends.close();
    }
  });

  test("sessions and the first Finished message", { skip: !tlsSession }, async () => {
    const ends = await pair(runtime, {
      server: sites(runtime, { maxVersion: "TLSv1.2" }),
      client: runtime.tls.clientContext(clientDefaults),
      name: "a.test",
    });
    const server = ends.server.up.tls!;
    const client = ends.client.up.tls!;
    const secret = readTlsSession(server.sessionDer)?.masterSecret;
    assert.equal(secret?.length, 48);
    assert.equal(readTlsSession(client.sessionDer)?.masterSecret, secret);
    assert.equal(server.firstFinished?.length, 12);
    assert.equal(hex(client.firstFinished), hex(server.firstFinished));
    ends.close();
  });

  test("the secrets of TLS 1.3, the same at both ends", { skip: !tlsKeyLog }, async () => {
    const { server, client, close } = await logging(runtime, "TLSv1.3");
    for (const label of SECRETS) {
      const has = ({ keyLog }: TlsInfo): boolean => keyLog?.secretHex(label) !== undefined;
      await until(`${label} at both ends`, () => has(server) && has(client));
      assert.match(server.keyLog?.secretHex(label) ?? "", /^([0-9a-f]{64}|[0-9a-f]{96})$/);
      assert.equal(client.keyLog?.secretHex(label), server.keyLog?.secretHex(label));
    }
    assert.equal(server.keyLog?.clientRandom?.length, 32);
    assert.equal(hex(client.keyLog?.clientRandom), hex(server.keyLog?.clientRandom));
    close();
  });

  test("the client's random of TLS 1.2 as well", { skip: !tlsKeyLog }, async () => {
    const { server, client, close } = await logging(runtime, "TLSv1.2");
    await until(
      "a line",
      () => typeof client.keyLog?.clientRandom === "object" && client.keyLog.clientRandom !== null,
    );
    assert.equal(hex(client.keyLog?.clientRandom), hex(server.keyLog?.clientRandom));
    assert.equal(client.keyLog?.secretHex("EXPORTER_SECRET"), undefined);
    close();
  });

  test("a handshake that takes too long ends; one that does not is left alone", async () => {
    const host = new Host(runtime, { tls: sites(runtime) });
    host.handshakeTimeoutMs = 60;
    const context = runtime.tls.clientContext(clientDefaults);
    const through = dial(runtime, host.address, { tls: context, serverName: "a.test" });
    await through.saw("connect");
    const silent = dial(runtime, host.address);
    await silent.saw("close");
    await until("the failure", () => host.failures.length === 1);
    assert.equal(host.failures[0]?.code, "ETIMEDOUT");
    assert.ok(!through.has("close"));
    through.up.close();
    host.listener.close();
  });

  test("a client that leaves in its handshake is told from one that fails it", async () => {
    const host = new Host(runtime, { tls: sites(runtime) });
    const client = dial(runtime, host.address);
    await client.saw("connect");
    client.up.close();
    await until("the failure", () => host.failures.length === 1);
    assert.equal(host.failures[0]?.code, "EOTHER");
    host.listener.close();
  });

  test("nobody keeps a key log unasked", async () => {
    const client = runtime.tls.clientContext(clientDefaults);
    const ends = await pair(runtime, { server: sites(runtime), client, name: "a.test" });
    assert.equal(ends.server.up.tls?.keyLog, null);
    assert.equal(ends.client.up.tls?.keyLog, null);
    ends.close();
  });

  test("the group of the key agreement with a server", async () => {
    for (const maxVersion of ["TLSv1.2", "TLSv1.3"] as const) {
      const client = runtime.tls.clientContext({ ...clientDefaults, maxVersion });
      const ends = await pair(runtime, { server: sites(runtime), client, name: "a.test" });
      if (tlsGroup) assert.match(ends.client.up.tls?.group ?? "", /^(X25519|prime256v1|secp)/);
      else assert.equal(ends.client.up.tls?.group, null);
      assert.equal(ends.server.up.tls?.group, null);
      ends.close();
    }
  });

  test(
    "the root that a client's certificate was verified by",
    { skip: !clientCertificates },
    async () => {
      const server = sites(runtime, { verify: "optional", ca: pem("ca.crt") });
      const root = async (client: Partial<typeof clientDefaults>): Promise<string> => {
        const context = runtime.tls.clientContext({ ...clientDefaults, ...client });
        const ends = await pair(runtime, { server, client: context, name: "a.test" });
        const found = hex(ends.server.up.tls?.peerRootDer);
        ends.close();
        return found;
      };
      assert.equal(await root({}), "");
      assert.equal(
        await root({ certificate: certificate("client") }),
        hex(new X509Certificate(pem("ca.crt")).raw),
      );
    },
  );
}
