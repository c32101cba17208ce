/**
 * Fetches of the TLS hello of a connection that is passed through (manual 7.3.5), for the rules of
 * `tcp-request content`. While the hello may still be on its way a condition waits for it.
 */
import {
  Extension,
  findExtension,
  handshakeIsPartial,
  handshakeType,
  helloVersion,
  readClientHello,
} from "../tls/client-hello.ts";
import type { ClientHello } from "../tls/client-hello.ts";
import { keyShareGroups, listBytes, protocolsOf, serverNameOf } from "../tls/hello-lists.ts";
import { simpleFetch } from "../rows.ts";
import type { BufferFacts, Txn } from "../txn.ts";
import type { ByteBuffer } from "../../runtime/bytes.ts";
import type { FetchRow, SampleType, SampleValue } from "../types.ts";
import { Where } from "../types.ts";

const MANUAL = "7.3.5";

type ReadBytes<Value> = (bytes: ByteBuffer, start: number, end: number) => Value | undefined;

/** What `read` finds in the buffer; without it a note that more may come, if it may. */
function fromBuffer<Value>(
  txn: Txn,
  { bytes, start, end, complete }: BufferFacts,
  read: ReadBytes<Value>,
): Value | undefined {
  const value = bytes === null ? undefined : read(bytes, start, end);
  const mayCome = bytes === null || handshakeIsPartial(bytes, start, end);
  if (value === undefined && !complete && mayCome) txn.incomplete = true;
  return value;
}

function ofBytes(
  name: string,
  aliases: readonly string[],
  summary: string,
  read: ReadBytes<SampleValue>,
): FetchRow {
  const evaluate = (txn: Txn) => fromBuffer(txn, txn.requestBuffer, read);
  return simpleFetch(name, "int", Where.content, MANUAL, summary, evaluate, aliases);
}

type ReadHello = (bytes: ByteBuffer, hello: ClientHello) => SampleValue | undefined;

function ofHello(
  name: string,
  aliases: readonly string[],
  type: SampleType,
  summary: string,
  read: ReadHello,
): FetchRow {
  const readBytes: ReadBytes<SampleValue> = (bytes, start, end) => {
    const hello = readClientHello(bytes, start, end);
    return hello === undefined ? undefined : read(bytes, hello);
  };
  const evaluate = (txn: Txn) => fromBuffer(txn, txn.requestBuffer, readBytes);
  return simpleFetch(name, type, Where.content, MANUAL, summary, evaluate, aliases);
}

/** Whether an extension is there, for a hello that has extensions at all. */
const groupsExtension: ReadHello = (bytes, hello) =>
  hello.extensions === null
    ? undefined
    : findExtension(bytes, hello, Extension.supportedGroups) !== undefined;

const ticketExtension: ReadHello = (bytes, hello) => {
  if (hello.extensions === null) return undefined;
  const data = findExtension(bytes, hello, Extension.sessionTicket);
  if (data === undefined) return 0;
  return data.start === data.end ? 1 : 2;
};

const noProtocols: readonly string[] = [];

function protocols(txn: Txn): readonly string[] {
  const read: ReadBytes<readonly string[]> = (bytes, start, end) => {
    const hello = readClientHello(bytes, start, end);
    return hello === undefined ? undefined : protocolsOf(bytes, hello);
  };
  return fromBuffer(txn, txn.requestBuffer, read) ?? noProtocols;
}

const alpn: FetchRow = {
  name: "req.ssl_alpn",
  args: [],
  type: "str",
  where: Where.content,
  manual: MANUAL,
  syntax: "req.ssl_alpn : string",
  summary: "First protocol of a ClientHello's ALPN; an ACL tries each.",
  compile: () => ({
    type: "str",
    eval: (txn) => protocols(txn)[0],
    all: (txn, each) => protocols(txn).some((protocol) => each(protocol)),
  }),
};

export const clientHelloFetches: readonly FetchRow[] = [
  ofHello("req.ssl_sni", ["req_ssl_sni"], "str", "Server name of a ClientHello.", serverNameOf),
  alpn,
  ofBytes(
    "req.ssl_hello_type",
    ["req_ssl_hello_type"],
    "Type of the handshake message, 1 for a ClientHello.",
    handshakeType,
  ),
  ofBytes("req.ssl_ver", ["req_ssl_ver"], "Version a ClientHello asks for.", helloVersion),
  simpleFetch(
    "res.ssl_hello_type",
    "int",
    Where.response,
    MANUAL,
    "Type of the server's handshake message, 2 for a ServerHello.",
    (txn) => fromBuffer(txn, txn.responseBuffer, handshakeType),
    ["rep_ssl_hello_type"],
  ),
  ofHello("req.ssl_cipherlist", [], "bin", "Cipher suites of a ClientHello.", (bytes, hello) =>
    bytes.latin1Slice(hello.ciphers.start, hello.ciphers.end),
  ),
  ofHello("req.ssl_ec_ext", [], "bool", "True if a ClientHello lists groups.", groupsExtension),
  ofHello(
    "req.ssl_st_ext",
    [],
    "int",
    "Session ticket extension of a ClientHello: 0 for none, 1 if empty, 2 with a ticket.",
    ticketExtension,
  ),
  ofHello("req.ssl_sigalgs", [], "bin", "Signature algorithms of a ClientHello.", (bytes, hello) =>
    listBytes(bytes, hello, Extension.signatureAlgorithms, 2),
  ),
  ofHello("req.ssl_supported_groups", [], "bin", "Groups of a ClientHello.", (bytes, hello) =>
    listBytes(bytes, hello, Extension.supportedGroups, 2),
  ),
  ofHello(
    "req.ssl_keyshare_groups",
    [],
    "bin",
    "Groups that a ClientHello brings key shares of.",
    keyShareGroups,
  ),
];
