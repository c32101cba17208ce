/** What servers' certificates are sent with: chains completed from a folder, roots left out. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { connect } from "node:tls";
import { hasOpenssl, makeAuthority } from "../support/certificates.ts";
import { haproxyProgram, startHaproxy, startSluice } from "../support/programs.ts";

const unable = hasOpenssl ? false : "openssl is not installed";
const authority = hasOpenssl ? makeAuthority("chains") : null;
after(() => authority?.remove());

/** Subjects of the certificates that a server sends, its own first. */
function sentBy(port: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false }, () => {
      const names: string[] = [];
      let last = socket.getPeerCertificate(true);
      for (;;) {
        names.push(String(last.subject.CN));
        if (!last.issuerCertificate || last.issuerCertificate === last) break;
        last = last.issuerCertificate;
      }
      socket.destroy();
      resolve(names);
    });
    socket.on("error", reject);
  });
}

const programs = [
  ["Sluice", startSluice, false],
  ["haproxy", startHaproxy, haproxyProgram() === undefined && "haproxy is not installed"],
] as const;

for (const [name, start, skip] of programs) {
  describe(`chains of certificates: ${name}`, { skip: unable || skip }, () => {
    const { folder, ca, caPath, issue } = authority!;
    const leaf = issue([`${name}.test`]);
    const chains = join(folder, `chains-${name}`);
    mkdirSync(chains);
    writeFileSync(join(chains, "a.pem"), ca);
    const whole = join(folder, `whole-${name}.pem`);
    writeFileSync(
      whole,
      readFileSync(leaf.combinedPath, "latin1") + readFileSync(caPath, "latin1"),
    );

    const sent = async (global: string, crt: string): Promise<string[]> => {
      await using proxy = await start(
        `global\n nbthread 1\n ${global}\ndefaults\n mode http\n timeout client 5s\n timeout connect 5s\n` +
          ` timeout server 5s\nfrontend fe\n bind 127.0.0.1:\${P:fe} ssl crt ${crt}\n http-request return status 200\n`,
      );
      return await sentBy(proxy.port("fe"));
    };

    test("a certificate without its issuer gets the chain of the folder", async () => {
      const both = [`${name}.test`, "chains CA"];
      assert.deepEqual(await sent("", leaf.combinedPath), both.slice(0, 1));
      assert.deepEqual(await sent(`issuers-chain-path ${chains}`, leaf.combinedPath), both);
      assert.deepEqual(await sent("", whole), both);
    });

    test("roots stay out where that is wanted", async () => {
      assert.deepEqual(await sent("ssl-skip-self-issued-ca", whole), [`${name}.test`]);
    });
  });
}
