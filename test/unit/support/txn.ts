/**
 * Transactions for unit tests of expressions and rules: plain facts with defaults, messages parsed
 * from text, and a compile scope with every row over them.
 */
import { crypto } from "../../../runtime-adapters/shared/crypto.ts";
import { bytes as byteFactory } from "../../../runtime-adapters/shared/bytes.ts";
import { CollectedDiagnostics } from "../../../src/config/diagnostics/collect.ts";
import type { Word } from "../../../src/config/words/word.ts";
import { parseIp } from "../../../src/core/ip.ts";
import type { HttpMessage } from "../../../src/http/message.ts";
import { compileAcls } from "../../../src/pattern/acl.ts";
import { PatternStore } from "../../../src/pattern/store.ts";
import { KeyFiles } from "../../../src/sample/key-files.ts";
import type { AclLookup, CompileScope, ProcessFacts } from "../../../src/sample/compile-scope.ts";
import { convertersByName, converterRows } from "../../../src/sample/converter-rows.ts";
import { fetchRows, fetchesByName } from "../../../src/sample/fetch-rows.ts";
import type {
  BackendFacts,
  BufferFacts,
  FrontendFacts,
  TableFacts,
  Txn,
} from "../../../src/sample/txn.ts";
import { ShownFigures } from "../../../src/sample/log-format/final-figures.ts";
import { TlsWants } from "../../../src/sample/tls/wants.ts";
import { VariableNames, Variables } from "../../../src/sample/variables/variables.ts";
import { bytes } from "./bytes.ts";
import { parsed } from "./heads.ts";

const frontend: FrontendFacts = {
  name: "f",
  id: 1,
  tellsProxied: false,
  connections: () => 1,
  sessionRate: () => 2,
  requestRate: () => 3,
};

const backend: BackendFacts = {
  name: "b",
  id: 2,
  connections: () => 5,
  sessionRate: () => 6,
  usableServers: () => 2,
  queued: () => 7,
  usable: () => [],
  servers: [],
  server: (name) =>
    name !== "s1"
      ? undefined
      : {
          name,
          id: 1,
          backendName: "b",
          address: parseIp("10.0.0.9") ?? null,
          port: 80,
          connections: () => 4,
          queued: () => 3,
          isUsable: () => true,
          isRunning: () => true,
          connectionLimit: () => 10,
          maxconn: 10,
          maxqueue: 5,
          initialWeight: 1,
          weight: () => 100,
          sessionRate: () => 8,
        },
};

/** The bytes of `text` as a buffer that rules look at. */
export function bufferOf(text: string, complete = true): BufferFacts {
  const content = bytes(text);
  return { bytes: content, start: 0, end: content.length, complete };
}

/** A request with that line and fields, the fields before it the ones a test overrides. */
export function requestTxn(
  line: string,
  fields: readonly string[] = [],
  over: Partial<Txn> = {},
): Txn {
  return txnOf({ request: parsed(line, ...fields), ...over });
}

/** A transaction with those facts, the rest of them small and fixed. */
export function txnOf(over: Partial<Txn> = {}): Txn {
  return { ...defaults(null), ...over };
}

function defaults(request: HttpMessage | null): Txn {
  return {
    session: {
      source: parseIp("127.0.0.1") ?? null,
      sourcePort: 50000,
      destination: parseIp("127.0.0.1") ?? null,
      destinationPort: 8080,
      tls: null,
      hello: null,
      clientRandom: undefined,
      receivedProxy: false,
      listenerName: "main",
      listenerId: 1,
      threadId: 1,
      acceptWallMs: Date.UTC(2026, 10, 22, 13, 10, 25, 123),
      variables: new Variables(),
      http: true,
    },
    frontend,
    backend: null,
    server: null,
    request,
    response: null,
    requestBuffer: bufferOf(""),
    responseBuffer: bufferOf(""),
    variables: new Variables(),
    requestVariables: new Variables(),
    responseVariables: new Variables(),
    tracked: () => null,
    requestCaptures: [],
    responseCaptures: [],
    log: {
      times: {
        acceptMs: 1000,
        handshakeMs: 1001,
        firstByteMs: 1003,
        requestMs: 1006,
        dequeuedMs: 1010,
        connectedMs: 1015,
        responseMs: 1021,
        endMs: 1028,
        requestWallMs: Date.UTC(2026, 10, 22, 13, 10, 25, 126),
      },
      bytesIn: 60,
      bytesOut: 71,
      termination: "----",
      retries: 0,
      redispatched: false,
      activeConnections: 1,
      frontendConnections: 2,
      backendConnections: 3,
      serverConnections: 4,
      serverQueuePosition: 5,
      backendQueuePosition: 6,
      requestNumber: 25,
    },
    uniqueId: () => "",
    incomplete: false,
    isFirstRequest: true,
    nowMs: 1030,
  };
}

/** A stick table with one entry, for the key given as text. */
export function tableOf(key: string, counters: Record<string, number>): TableFacts {
  const names = Object.keys(counters);
  return {
    name: "t",
    keyType: "str",
    hasKeysOf: () => true,
    sizeEntries: 100,
    used: () => 1,
    trackers: () => 2,
    expiresInMs: () => 9000,
    idleMs: () => 1000,
    column: (name) => names.indexOf(name),
    element: (type, index) => names.indexOf(type.replace(/(?=_|$)/, String(index))),
    find: (wanted) => (String(wanted) === key ? 0 : -1),
    create: () => 0,
    read: (_entry, column) => counters[names[column]!]!,
    increment: (_entry, column, amount) => (counters[names[column]!]! += amount),
    write: (_entry, column, value) => void (counters[names[column]!] = value),
  };
}

const latin1 = (text: string): Uint8Array => bytes(text);
const textOf = (data: Uint8Array): string => byteFactory.view(data).latin1Slice(0, data.length);

export const processFacts: ProcessFacts = {
  hostname: "vm",
  pid: 12381,
  threadCount: 1,
  version: "3.5",
  node: "vm",
  startMs: 0,
  uptimeMs: () => 12_345,
  lack: () => null,
  tcpInfoLack: null,
  variableLimits: null,
  tlsSessionLack: null,
  env: (name) => (name === "HOME" ? "/root" : undefined),
  wallMs: () => Date.UTC(2026, 10, 22, 13, 10, 25, 500),
  zoneOffsetMinutes: () => 0,
  randomUint32: () => 0x80000000,
  randomBytes: (size) => new Uint8Array(size).fill(0xab),
  stopping: () => false,
  connections: () => 1,
  eventSink: () => undefined,
  variables: new Variables(),
  runtimeName: "node",
  bytes: byteFactory,
  crypto,
  digest: (algorithm, data) => textOf(crypto.digest(algorithm, latin1(data))),
  hmac: (algorithm, key, data) => textOf(crypto.hmac(algorithm, latin1(key), latin1(data))),
  timingSafeEqual: (a, b) => crypto.timingSafeEqual(latin1(a), latin1(b)),
};

/** A scope with what it reports; every bit is provided unless `over` says otherwise. */
export interface TestScope extends CompileScope {
  readonly diagnostics: CollectedDiagnostics;
}

export interface ScopeFacts {
  readonly provides?: number;
  readonly files?: Readonly<Record<string, string>>;
  readonly table?: TableFacts;
  /** Lines of `acl …`, each without the keyword. */
  readonly acls?: readonly string[];
}

/** Bits that a request rule provides: all but the server, the response and the log. */
const REQUEST_RULE: number = 1 | 2 | 4 | 8 | 64;

export function testScope(facts: ScopeFacts = {}): TestScope {
  const { provides = REQUEST_RULE, files = {}, table, acls = [] } = facts;
  const read = (name: string): string => {
    const content = files[name];
    if (content === undefined) throw new Error("no such file");
    return content;
  };
  let known: AclLookup = { get: () => undefined, names: [], needs: () => 0, guard: () => null };
  const scope: TestScope = {
    diagnostics: new CollectedDiagnostics(),
    provides,
    what: "http-request rule",
    proxyName: "f",
    mode: "http",
    process: processFacts,
    variableNames: new VariableNames(),
    patterns: new PatternStore(read),
    tlsWants: new TlsWants(true),
    shownFigures: new ShownFigures(),
    requestLineLength: 1023,
    keys: new KeyFiles(read, crypto),
    fetches: fetchesByName(fetchRows),
    converters: convertersByName(converterRows),
    frontend: (name) => (name === "" || name === "f" ? frontend : undefined),
    backend: (name) => (name === "b" ? backend : undefined),
    table: (name) => (name === "t" ? table : undefined),
    userlist: (name) =>
      name !== "users"
        ? undefined
        : {
            name,
            groupsOf: () => ["staff", "admin"],
            authenticate: (user, password) => user === "user" && password === "pa:ss",
          },
    get acls() {
      return known;
    },
    providing: () => scope,
    pluginFetch: () => undefined,
    pluginConverter: () => undefined,
  };
  const models = acls.map((line) => ({ line: { words: [], source: line }, words: wordsOf(line) }));
  compileAcls(models, scope, (lookup) => (known = lookup));
  return scope;
}

/** Words of a line as the lexer would give them, split at single spaces and placed in it. */
export function wordsOf(line: string): Word[] {
  const words: Word[] = [];
  let column = 1;
  for (const text of line.split(" ")) {
    if (text !== "") words.push({ file: "test.cfg", line: 3, column, text, width: text.length });
    column += text.length + 1;
  }
  return words;
}

/** One word at the start of the line. */
export function wordOf(text: string): Word {
  return { file: "test.cfg", line: 3, column: 1, text, width: text.length };
}
