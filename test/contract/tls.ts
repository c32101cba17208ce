/** The contract of TLS: the choice of certificates, client certificates, verification, STARTTLS. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Runtime } from "../../src/runtime/runtime.ts";
import type {
  CertificatePem,
  ClientTlsContext,
  ClientTlsOptions,
  ServerTls,
  ServerTlsOptions,
} from "../../src/runtime/tls.ts";
import { dial, Host, pair, until } from "./peer.ts";

export function pem(name: string): string {
  return readFileSync(new URL(`./certificates/${name}`, import.meta.url), "utf8");
}

export function certificate(name: string): CertificatePem {
  return { chain: pem(`${name}.crt`), key: pem(`${name}.key`) };
}

const serverDefaults: ServerTlsOptions = {
  minVersion: null,
  maxVersion: null,
  ciphers: null,
  cipherSuites: null,
  groups: null,
  signatureAlgorithms: null,
  alpn: [],
  sessionTickets: true,
  verify: "none",
  ca: null,
  crl: null,
  ignoresErrors: false,
  prefersClientCiphers: false,
  keyLog: false,
};

export const clientDefaults: ClientTlsOptions = {
  verify: true,
  ca: pem("ca.crt"),
  crl: null,
  certificate: null,
  ciphers: null,
  cipherSuites: null,
  groups: null,
  signatureAlgorithms: null,
  minVersion: null,
  maxVersion: null,
  alpn: [],
  verifyHost: null,
  keyLog: () => false,
};

/** a.test by default, b.test by name, everything else unknown. */
export function sites(
  runtime: Runtime,
  changes: Partial<ServerTlsOptions> = {},
  strict = false,
): ServerTls {
  const options = { ...serverDefaults, ...changes };
  const a = runtime.tls.serverContext([certificate("a")], options);
  const b = runtime.tls.serverContext([certificate("b")], options);
  const select = (name: string | null): typeof a | null => {
    if (name === "b.test") return b;
    return name === "a.test" || !strict ? a : null;
  };
  return { options, defaultContext: a, select };
}

export function tlsContract(runtime: Runtime): void {
  const client = (changes: Partial<ClientTlsOptions> = {}): ClientTlsContext =>
    runtime.tls.clientContext({ ...clientDefaults, ...changes });

  test("the certificate is chosen by SNI and verified; both sides tell about it", async () => {
    for (const name of ["a.test", "b.test"]) {
      const ends = await pair(runtime, { server: sites(runtime), client: client(), name });
      assert.equal(ends.server.up.tls?.serverName, name);
      assert.equal(ends.server.up.tls?.version, "TLSv1.3");
      assert.match(ends.server.up.tls?.cipher ?? "", /AES|CHACHA/);
      assert.equal(ends.server.up.tls?.peerCertificate, null);
      assert.equal(ends.server.up.tls?.verifyError, 0);
      assert.equal(ends.client.up.tls?.peerCertificate?.subject, `/C=FR/O=Sluice tests/CN=${name}`);
      assert.equal(ends.client.up.tls?.peerCertificate?.issuer, "/O=Sluice tests/CN=Test CA");
      assert.match(ends.client.up.tls?.peerCertificate?.notBefore ?? "", /^\d{12}Z$/);
      ends.client.say(runtime, "secret");
      await ends.server.got("secret");
      ends.server.say(runtime, "answer");
      await ends.client.got("answer");
      ends.close();
    }
  });

  test("a large body drains over TLS and ends with the peer's end", async () => {
    const ends = await pair(runtime, { server: sites(runtime), client: client(), name: "a.test" });
    ends.server.pour(runtime.bytes.alloc(4 << 20));
    await ends.client.saw("end");
    assert.equal(ends.client.sizeBytes, 4 << 20);
    ends.close();
  });

  test("half-close over TLS: an answer after the client's end", async () => {
    const ends = await pair(runtime, { server: sites(runtime), client: client(), name: "a.test" });
    ends.client.say(runtime, "question");
    ends.client.up.shutdown();
    await ends.server.saw("end");
    ends.server.say(runtime, "answer");
    ends.server.up.shutdown();
    await ends.client.got("answer");
    await ends.client.saw("close");
    assert.equal(ends.client.error, null);
    ends.close();
  });

  test("close over TLS reaches both ends at once, without error", async () => {
    const ends = await pair(runtime, { server: sites(runtime), client: client(), name: "a.test" });
    ends.server.say(runtime, "bye");
    ends.server.up.close();
    await ends.server.saw("close");
    await ends.client.saw("end");
    assert.equal(ends.client.text, "bye");
    assert.equal(ends.server.error, null);
    ends.close();
  });

  test("a refused name fails the handshake on both sides", async () => {
    const host = new Host(runtime, { tls: sites(runtime, {}, true) });
    const peer = dial(runtime, host.address, { tls: client(), serverName: "other.test" });
    await peer.saw("close");
    assert.ok(peer.error !== null);
    assert.ok(!peer.has("connect"));
    await until("the handshake failure", () => host.failures.length === 1);
    assert.equal(host.accepted.length, 0);
    host.listener.close();
  });

  test("no name is put to select as null", async () => {
    const host = new Host(runtime, { tls: sites(runtime, {}, true) });
    dial(runtime, host.address, { tls: client({ verify: false }), serverName: null });
    await until("the handshake failure", () => host.failures.length === 1);
    assert.equal(host.failures[0]?.code, "ETLS");
    assert.equal(host.accepted.length, 0);
    host.listener.close();
  });

  test("a context without certificates refuses who sends no name, in the handshake", async () => {
    const server = sites(runtime, {}, true);
    const host = new Host(runtime, {
      tls: { ...server, defaultContext: runtime.tls.serverContext([], server.options) },
    });
    const nameless = dial(runtime, host.address, {
      tls: client({ verify: false }),
      serverName: null,
    });
    await nameless.saw("close");
    assert.ok(!nameless.has("connect"));
    const named = dial(runtime, host.address, { tls: client(), serverName: "b.test" });
    await named.saw("connect");
    assert.equal(named.up.tls?.peerCertificate?.subject, "/C=FR/O=Sluice tests/CN=b.test");
    await until("the named client's connection", () => host.accepted.length === 1);
    named.up.close();
    host.listener.close();
  });

  test("a renewed default context answers from the next connection on", async () => {
    const { defaultContext, options } = sites(runtime);
    const tls: ServerTls & { defaultContext: ServerTls["defaultContext"] } = {
      options,
      defaultContext,
      select: () => tls.defaultContext,
    };
    const host = new Host(runtime, { tls });
    const shown = async (): Promise<string | undefined> => {
      const peer = dial(runtime, host.address, {
        tls: client({ verify: false }),
        serverName: null,
      });
      await peer.saw("connect");
      const subject = peer.up.tls?.peerCertificate?.subject;
      peer.up.close();
      return subject;
    };
    assert.equal(await shown(), "/C=FR/O=Sluice tests/CN=a.test");
    tls.defaultContext = runtime.tls.serverContext([certificate("b")], options);
    host.listener.renewTls();
    assert.equal(await shown(), "/C=FR/O=Sluice tests/CN=b.test");
    host.listener.close();
  });

  test("ALPN: the server's first choice among the client's; none is no failure", async () => {
    const server = sites(runtime, { alpn: ["h2", "http/1.1"] });
    for (const [offered, chosen] of [
      [["http/1.1", "h2"], "h2"],
      [["http/1.1"], "http/1.1"],
      [[], ""],
    ] as const) {
      const ends = await pair(runtime, {
        server,
        client: client({ alpn: offered }),
        name: "b.test",
      });
      assert.equal(ends.client.up.tls?.alpn, chosen);
      assert.equal(ends.server.up.tls?.alpn, chosen);
      ends.close();
    }
  });

  test("verification: an unknown CA and a wrong name fail the dial, verifyHost replaces the name", async () => {
    const host = new Host(runtime, { tls: sites(runtime) });
    const cases = [
      [{ ca: pem("stranger.crt") }, "a.test"],
      [{}, "wrong.test"],
      [{ verifyHost: "wrong.test" }, "a.test"],
    ] as const;
    for (const [changes, serverName] of cases) {
      const peer = dial(runtime, host.address, { tls: client(changes), serverName });
      await peer.saw("close");
      assert.equal(peer.error?.code, "ETLS");
      assert.ok(!peer.has("connect"));
    }
    for (const [changes, serverName] of [
      [{ verifyHost: "a.test" }, "wrong.test"],
      [{ verify: false, ca: null }, "wrong.test"],
      [{}, null],
    ] as const) {
      const peer = dial(runtime, host.address, { tls: client(changes), serverName });
      await peer.saw("connect");
      peer.up.close();
    }
    host.listener.close();
  });

  test("a peer that speaks no TLS is told on either side", async () => {
    const plain = new Host(runtime, {}, (socket) => {
      runtime.clock.soon(() =>
        socket.write(runtime.bytes.latin1("HTTP/1.0 400 no\r\n\r\n"), 0, 19),
      );
    });
    const peer = dial(runtime, plain.address, { tls: client(), serverName: "a.test" });
    await peer.saw("close");
    assert.equal(peer.error?.code, "ETLS");
    const secure = new Host(runtime, { tls: sites(runtime) });
    const talker = dial(runtime, secure.address);
    await talker.saw("connect");
    talker.say(runtime, "GET / HTTP/1.0\r\n\r\n");
    await until("the handshake failure", () => secure.failures.length === 1);
    assert.equal(secure.failures[0]?.code, "ETLS");
    plain.listener.close();
    secure.listener.close();
  });

  test(
    "a client certificate is optional: none, a good one, a stranger's",
    { skip: !runtime.capabilities.clientCertificates },
    async () => {
      const server = sites(runtime, { verify: "optional", ca: pem("ca.crt") });
      const without = await pair(runtime, { server, client: client(), name: "a.test" });
      assert.equal(without.server.up.tls?.peerCertificate, null);
      assert.equal(without.server.up.tls?.verifyError, 0);
      without.close();
      const good = await pair(runtime, {
        server,
        client: client({ certificate: certificate("client") }),
        name: "b.test",
      });
      assert.equal(
        good.server.up.tls?.peerCertificate?.subject,
        "/C=FR/O=Sluice tests/CN=client.test",
      );
      assert.equal(good.server.up.tls?.verifyError, 0);
      good.close();
      const bad = await pair(runtime, {
        server,
        client: client({ certificate: certificate("stranger") }),
        name: "b.test",
      });
      assert.equal(bad.server.up.tls?.peerCertificate?.subject, "/CN=stranger.test");
      assert.equal(bad.server.up.tls?.verifyError, 18);
      bad.close();
    },
  );

  test(
    "a client certificate is required",
    { skip: !runtime.capabilities.clientCertificates },
    async () => {
      const host = new Host(runtime, {
        tls: sites(runtime, { verify: "required", ca: pem("ca.crt") }),
      });
      const good = dial(runtime, host.address, {
        tls: client({ certificate: certificate("client") }),
        serverName: "a.test",
      });
      await host.connection();
      good.up.close();
      for (const refused of [null, certificate("stranger")]) {
        const peer = dial(runtime, host.address, {
          tls: client({ certificate: refused }),
          serverName: "a.test",
        });
        await peer.saw("close");
      }
      await until("two handshake failures", () => host.failures.length === 2);
      assert.equal(host.accepted.length, 1);
      host.listener.close();
    },
  );

  test("TLS versions are kept to", async () => {
    const ends = await pair(runtime, {
      server: sites(runtime, { maxVersion: "TLSv1.2" }),
      client: client(),
      name: "a.test",
    });
    assert.equal(ends.server.up.tls?.version, "TLSv1.2");
    ends.close();
    const host = new Host(runtime, { tls: sites(runtime, { minVersion: "TLSv1.3" }) });
    const peer = dial(runtime, host.address, {
      tls: client({ maxVersion: "TLSv1.2" }),
      serverName: "a.test",
    });
    await peer.saw("close");
    assert.equal(host.accepted.length, 0);
    host.listener.close();
  });

  test(
    "ECDSA and RSA certificates for one name",
    { skip: !runtime.capabilities.tlsMultipleKeyTypes },
    async () => {
      const options = serverDefaults;
      const both = runtime.tls.serverContext([certificate("a"), certificate("a-rsa")], options);
      const server: ServerTls = { options, defaultContext: both, select: () => both };
      for (const [ciphers, found] of [
        ["ECDHE-ECDSA-AES128-GCM-SHA256", /ECDSA/],
        ["ECDHE-RSA-AES128-GCM-SHA256", /RSA/],
      ] as const) {
        const ends = await pair(runtime, {
          server,
          client: client({ ciphers, maxVersion: "TLSv1.2" }),
          name: "a.test",
        });
        assert.match(ends.server.up.tls?.cipher ?? "", found);
        ends.close();
      }
    },
  );

  for (const [what, ours, theirs] of [
    ["groups", { groups: "P-384" }, { groups: "P-256" }],
    [
      "signature algorithms",
      { signatureAlgorithms: "ECDSA+SHA256" },
      { signatureAlgorithms: "RSA-PSS+SHA256" },
    ],
  ] as const) {
    const skip = !runtime.capabilities.tlsGroupChoice;
    test(`${what} are those told: ends without a common one part`, { skip }, async () => {
      const server = sites(runtime, ours);
      const alike = await pair(runtime, { server, client: client(ours), name: "a.test" });
      alike.close();
      const host = new Host(runtime, { tls: server });
      const front = dial(runtime, host.address, { tls: client(theirs), serverName: "a.test" });
      await front.saw("close");
      assert.equal(front.error?.code, "ETLS");
      host.listener.close();
    });
  }

  for (const early of [true, false]) {
    test(`a plain line, then TLS (the ClientHello ${early ? "in the same read" : "later"})`, async () => {
      const host = new Host(runtime, {});
      const front = dial(runtime, host.address);
      await front.saw("connect");
      const server = await host.connection();
      const line = "PROXY UNKNOWN\r\n";
      // A TLS client behind a relay, so that the line can be put before its ClientHello.
      const relay = new Host(runtime);
      const secure = dial(runtime, relay.address, { tls: client(), serverName: "b.test" });
      const back = await relay.connection();
      if (!early) front.say(runtime, line);
      if (!early) await server.got(line);
      await until("the ClientHello", () => back.sizeBytes > 0);
      let started = !early;
      let secured = false;
      if (!early) server.up.startServerTls(sites(runtime), null, () => (secured = true));
      else {
        server.onData = (socket, bytes): void => {
          if (started) {
            server.text += bytes.latin1Slice(0, bytes.length);
            return;
          }
          started = true;
          socket.startServerTls(
            sites(runtime),
            bytes.subarray(line.length),
            () => (secured = true),
          );
        };
      }
      front.say(runtime, (early ? line : "") + back.text);
      back.onData = (_socket, bytes): void => void front.up.write(bytes, 0, bytes.length);
      front.onData = (_socket, bytes): void => void back.up.write(bytes, 0, bytes.length);
      await secure.saw("connect");
      await until("onSecure", () => secured);
      assert.equal(server.up.tls?.serverName, "b.test");
      server.text = "";
      secure.say(runtime, "after");
      await server.got("after");
      server.say(runtime, "back");
      await secure.got("back");
      secure.up.close();
      for (const peer of [front, back, server]) peer.up.close();
      host.listener.close();
      relay.listener.close();
    });
  }

  test("startServerTls: a failed handshake ends in onClose with ETLS", async () => {
    const ends = await pair(runtime);
    let secured = false;
    ends.server.up.startServerTls(sites(runtime), null, () => (secured = true));
    ends.client.say(runtime, "this is no ClientHello\r\n\r\n");
    await ends.server.saw("close");
    assert.equal(ends.server.error?.code, "ETLS");
    assert.ok(!secured);
    ends.close();
  });

  test("startClientTls: TLS begins on a dialed connection that spoke before", async () => {
    const host = new Host(runtime);
    const front = dial(runtime, host.address);
    await front.saw("connect");
    const server = await host.connection();
    front.say(runtime, "ask");
    await server.got("ask");
    server.say(runtime, "granted");
    await front.got("granted");
    let secured = false;
    server.up.startServerTls(sites(runtime), null, () => (secured = true));
    front.up.startClientTls(client(), "b.test");
    await until("onConnect again", () => front.events.filter((e) => e === "connect").length === 2);
    await until("onSecure", () => secured);
    assert.equal(server.up.tls?.serverName, "b.test");
    assert.equal(front.up.tls?.version, "TLSv1.3");
    server.text = "";
    front.text = "";
    front.say(runtime, "after");
    await server.got("after");
    server.say(runtime, "back");
    await front.got("back");
    front.up.close();
    await server.saw("end");
    server.up.close();
    await front.saw("close");
    assert.equal(front.error, null);
    host.listener.close();
  });

  test("startClientTls: a name that the certificate lacks ends in onClose with ETLS", async () => {
    const ends = await pair(runtime);
    ends.server.up.startServerTls(sites(runtime), null, () => {});
    ends.client.up.startClientTls(client(), "elsewhere.test");
    await ends.client.saw("close");
    assert.equal(ends.client.error?.code, "ETLS");
    ends.close();
  });

  test("startClientTls: a server that speaks no TLS ends in onClose with ETLS", async () => {
    const ends = await pair(runtime);
    ends.client.up.startClientTls(client(), null);
    await until("the ClientHello", () => ends.server.sizeBytes > 0);
    ends.server.say(runtime, "this is no ServerHello\r\n\r\n");
    await ends.client.saw("close");
    assert.equal(ends.client.error?.code, "ETLS");
    ends.close();
  });

  test("an unusable certificate or key throws", () => {
    const broken = { chain: pem("a.crt"), key: "no key" };
    assert.throws(() => runtime.tls.serverContext([broken], serverDefaults), Error);
    const mismatch = { chain: pem("a.crt"), key: pem("b.key") };
    assert.throws(() => runtime.tls.serverContext([mismatch], serverDefaults), Error);
  });

  test("what the runtime cannot do in TLS is refused, not ignored", () => {
    const { tls13Suites, tlsBelow12, tlsNoTickets, tlsGroupChoice } = runtime.capabilities;
    const asks: readonly (readonly [boolean, Partial<ServerTlsOptions>])[] = [
      [tls13Suites, { cipherSuites: "TLS_AES_128_GCM_SHA256" }],
      [tlsBelow12, { minVersion: "TLSv1.1" }],
      [tlsNoTickets, { sessionTickets: false }],
      [tlsGroupChoice, { groups: "P-256" }],
      [tlsGroupChoice, { signatureAlgorithms: "ECDSA+SHA256" }],
    ];
    for (const [able, changes] of asks) {
      const ask = (): unknown =>
        runtime.tls.serverContext([certificate("a")], { ...serverDefaults, ...changes });
      if (able) ask();
      else assert.throws(ask, Error);
    }
  });

  test("a certificate is described", () => {
    const issuer = "/O=Sluice tests/CN=Test CA";
    assert.deepEqual(runtime.tls.describe(pem("a-rsa.crt")), {
      names: ["a.test"],
      keyType: "rsa",
      subject: "/C=FR/O=Sluice tests/CN=a.test",
      issuer,
    });
    assert.deepEqual(runtime.tls.describe(pem("b.crt")), {
      names: ["b.test"],
      keyType: "ecdsa",
      subject: "/C=FR/O=Sluice tests/CN=b.test",
      issuer,
    });
    assert.deepEqual(runtime.tls.describe(pem("ca.crt")), {
      names: ["Test CA"],
      keyType: "ecdsa",
      subject: issuer,
      issuer,
    });
    assert.throws(() => runtime.tls.describe("nothing"), Error);
  });
}
