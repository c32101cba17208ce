/** Fetches of TLS where the runtime cannot tell: refused by its name; and what a use of others notes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { TlsInfo } from "../../../src/runtime/tls.ts";
import { curveName } from "../../../src/sample/fetches/tls-secrets.ts";
import { fetchRows } from "../../../src/sample/fetch-rows.ts";
import { REFUSED_FETCHES } from "../../../src/sample/refused-names.ts";
import { TlsWants } from "../../../src/sample/tls/wants.ts";
import type { Eval } from "../../../src/sample/types.ts";
import { processFacts, testScope, txnOf, wordsOf } from "../support/txn.ts";

interface Compiled {
  readonly evaluate: Eval | undefined;
  readonly messages: readonly string[];
  readonly wants: TlsWants;
}

/** Compiles a fetch without arguments where the runtime lacks `lack`, and keeps a key log or none. */
function compiled(name: string, lack: string | null, keepsSecrets = true): Compiled {
  const row = fetchRows.find((each) => each.name === name)!;
  const wants = new TlsWants(keepsSecrets);
  const process = { ...processFacts, tlsSessionLack: lack, lack: () => lack };
  const scope = { ...testScope(), tlsWants: wants, process };
  const found = row.compile([], scope, wordsOf(name)[0]!);
  const messages = scope.diagnostics.all.map(({ message }) => message);
  return { evaluate: found?.eval, messages, wants };
}

const TLS: TlsInfo = {
  version: "TLSv1.3",
  cipher: "",
  alpn: "",
  serverName: "",
  resumed: false,
  verifyError: 0,
  peerCertificate: null,
  peerRootDer: null,
  ownCertificateDer: null,
  sessionDer: null,
  firstFinished: null,
  keyLog: null,
  group: null,
};

const LACK = "deno does not tell it";

for (const name of [
  "ssl_fc_session_id",
  "ssl_fc_session_key",
  "ssl_fc_unique_id",
  "ssl_bc_session_id",
  "ssl_bc_session_key",
  "ssl_bc_unique_id",
  "ssl_fc_cipherlist_bin",
  "ssl_fc_client_random",
  "ssl_fc_exporter_secret",
  "ssl_bc_client_random",
  "ssl_bc_curve",
]) {
  test(`${name} is refused by the runtime's name`, () => {
    const { evaluate, messages } = compiled(name, LACK);
    assert.equal(evaluate, undefined);
    assert.deepEqual(messages, [`fetch method '${name}' is not possible here: ${LACK}`]);
    assert.deepEqual(compiled(name, null).messages, []);
  });
}

test("uses are noted, each for what it needs", () => {
  const noted = ({ hello, clientRandom, serverSideRandom }: TlsWants): boolean[] => [
    hello,
    clientRandom,
    serverSideRandom,
  ];
  assert.deepEqual(noted(new TlsWants(false)), [false, false, false]);
  assert.deepEqual(noted(compiled("ssl_fc_eclist_bin", null).wants), [true, false, false]);
  assert.deepEqual(noted(compiled("ssl_fc_client_random", null).wants), [false, true, false]);
  assert.deepEqual(noted(compiled("ssl_bc_client_random", null).wants), [false, false, true]);
  assert.deepEqual(noted(compiled("ssl_fc_sni", null).wants), [false, false, false]);
  assert.equal(compiled("ssl_bc_client_random", null, false).wants.serverKeyLog, true);
});

test("without tune.ssl.keylog no secret is told, also of a connection that keeps a log", () => {
  const tls = {
    ...TLS,
    keyLog: { clientRandom: null, secretHex: (label: string) => `secret of ${label}` },
  };
  const txn = txnOf({ session: { ...txnOf().session, tls } });
  assert.equal(
    compiled("ssl_fc_exporter_secret", null).evaluate?.(txn),
    "secret of EXPORTER_SECRET",
  );
  assert.equal(compiled("ssl_fc_exporter_secret", null, false).evaluate?.(txn), undefined);
});

for (const [group, shown] of [
  ["prime256v1", "SECP256R1"],
  ["secp521r1", "SECP521R1"],
  ["X25519MLKEM768", "X25519MLKEM768"],
] as const) {
  test(`a group shows as HAProxy has it: ${group}`, () => assert.equal(curveName(group), shown));
}

test("what no runtime tells is refused with all their names", () => {
  for (const name of [
    "ssl_fc_server_random",
    "ssl_bc_server_random",
    "ssl_fc_curve",
    "ssl_c_chain_der",
  ])
    assert.match(REFUSED_FETCHES.get(name) ?? "", /^neither bun nor node nor deno tells/);
});
