/** The PROXY header that a server gets before anything else (manual 5.2, proxy-protocol.txt). */
import { impliedWord } from "../../config/words/word.ts";
import type { ProxyHeaderOption, ServerModel } from "../../config/model.ts";
import {
  proxyField,
  proxyHeaderV2,
  proxyLineV1,
  type ProxyAddresses,
} from "../../connection/proxy-protocol.ts";
import type { CompileScope } from "../../sample/compile-scope.ts";
import { castTo, compileExpression } from "../../sample/expression.ts";
import { firstProxyField } from "../../sample/fetches/proxy-fields.ts";
import { compileLogFormat } from "../../sample/log-format/log-format.ts";
import { type AddressFacts, addressesOf, type Txn } from "../../sample/txn.ts";
import { readX509 } from "../../sample/x509/certificate.ts";
import { CONNECT } from "./places.ts";

/** Types of fields (proxy-protocol.txt 2.2). */
const Type = { alpn: 0x01, authority: 0x02, uniqueId: 0x05, ssl: 0x20 } as const;
/** Fields inside the one about TLS. */
const SslType = { version: 0x21, cn: 0x22, cipher: 0x23, signature: 0x24, key: 0x25 } as const;
/** The client spoke TLS; it showed a certificate on this connection, or in this session. */
const Client = { ssl: 1, certConnection: 2, certSession: 4 } as const;

type Text = (txn: Txn) => string;

const nothing: Text = () => "";

/** What is sent for a stream, null for a server that gets no header. */
export function compileProxyHeader(model: ServerModel, scope: CompileScope): Text | null {
  const { proxyOptions, sendProxy, sendProxyV2 } = model;
  if (!sendProxyV2) {
    if (!sendProxy) return null;
    return (txn) => proxyLineV1(proxyAddresses(addressesOf(txn)));
  }
  const connecting = scope.providing(CONNECT, "send-proxy-v2");
  const own = compileOwnFields(model, connecting);
  const fields = compileFields(model, connecting);
  const hasChecksum = proxyOptions.has("crc32c");
  return (txn) =>
    proxyHeaderV2(proxyAddresses(addressesOf(txn)), own(txn), fields(txn), hasChecksum);
}

/** `set-proxy-v2-tlv-fmt`. */
function compileOwnFields({ proxyFields }: ServerModel, scope: CompileScope): Text {
  const fields = proxyFields.flatMap(({ type, format }) => {
    const value = compileLogFormat(format, scope);
    return value === undefined ? [] : [(txn: Txn): string => proxyField(type, value(txn))];
  });
  return fields.length === 0 ? nothing : (txn) => fields.map((field) => field(txn)).join("");
}

function compileFields(model: ServerModel, scope: CompileScope): Text {
  const has = (option: ProxyHeaderOption): boolean => model.proxyOptions.has(option);
  const tells = (["ssl", "cert-cn", "ssl-cipher", "cert-sig", "cert-key"] as const).some(has);
  const ssl = tells ? compileSsl(model, scope) : nothing;
  return (txn) => {
    const tls = txn.session.tls;
    let text = "";
    if (tls !== null && tls.alpn !== "") text += proxyField(Type.alpn, tls.alpn);
    const authority = has("authority") ? authorityOf(txn) : undefined;
    if (authority !== undefined) text += proxyField(Type.authority, authority);
    if (has("unique-id")) text += proxyField(Type.uniqueId, txn.uniqueId());
    return text + ssl(txn);
  };
}

/** The host name the client asked for: what a PROXY header said of it goes before SNI. */
function authorityOf(txn: Txn): string | undefined {
  return firstProxyField(txn, Type.authority) ?? (txn.session.tls?.serverName || undefined);
}

function compileSsl(model: ServerModel, scope: CompileScope): Text {
  const field = (option: ProxyHeaderOption, type: number, expression: string): Text =>
    model.proxyOptions.has(option) ? compileSslField(type, expression, model, scope) : nothing;
  const name = field("cert-cn", SslType.cn, "ssl_c_s_dn(CN)");
  const key = model.proxyOptions.has("cert-key") ? ownKey : nothing;
  const signature = field("cert-sig", SslType.signature, "ssl_f_sig_alg");
  const cipher = field("ssl-cipher", SslType.cipher, "ssl_fc_cipher");
  return (txn) => {
    const tls = txn.session.tls;
    if (tls === null) return proxyField(Type.ssl, "\0\0\0\0\0");
    const showed = tls.peerCertificate !== null;
    const shown = showed ? Client.certSession | (tls.resumed ? 0 : Client.certConnection) : 0;
    const verify = tls.verifyError;
    const facts = String.fromCharCode(Client.ssl | shown, 0, 0, verify >> 8, verify & 255);
    const version = proxyField(SslType.version, tls.version);
    const fields = version + name(txn) + key(txn) + signature(txn) + cipher(txn);
    return proxyField(Type.ssl, facts + fields);
  };
}

const ownKey: Text = (txn) => {
  const der = txn.session.tls?.ownCertificateDer ?? null;
  const text = der === null ? "" : (readX509(der)?.keyDescription ?? "");
  return text === "" ? "" : proxyField(SslType.key, text);
};

function compileSslField(
  type: number,
  text: string,
  model: ServerModel,
  scope: CompileScope,
): Text {
  const word = impliedWord(text, model.line.words[0]!);
  const expression = compileExpression(word, scope);
  const cast = expression === undefined ? undefined : castTo(expression, "str", scope, word);
  if (cast === undefined) return nothing;
  return (txn) => {
    const value = cast.eval(txn);
    return typeof value === "string" && value !== "" ? proxyField(type, value) : "";
  };
}

/** What a PROXY header tells; null for a client without addresses. */
function proxyAddresses(addresses: AddressFacts): ProxyAddresses | null {
  const { source, destination } = addresses;
  if (source === null || destination === null) return null;
  const { sourcePort, destinationPort } = addresses;
  return { source, sourcePort, destination, destinationPort };
}
