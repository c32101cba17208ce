/** The request of an HTTP check (`option httpchk`, `http-check send`, manual 4.2). */
import type { HttpCheckModel } from "../../config/model.ts";
import type { ByteBuffer, ByteFactory } from "../../runtime/bytes.ts";

/** Fields that the check writes by itself. */
const OWN_FIELDS: ReadonlySet<string> = new Set(["content-length", "transfer-encoding"]);

/**
 * The bytes to send: names in lower case as HAProxy sends them, the body's length added, and from
 * HTTP/1.1 on `connection: close` unless a Connection field is configured.
 */
export function checkRequest(model: HttpCheckModel, bytes: ByteFactory): ByteBuffer {
  const fields = model.headers
    .map(({ name, value }) => ({ name: name.toLowerCase(), value }))
    .filter(({ name }) => !OWN_FIELDS.has(name));
  const has = (name: string): boolean => fields.some((field) => field.name === name);
  if (model.host !== null && !has("host")) fields.unshift({ name: "host", value: model.host });
  if (model.body !== null) fields.push({ name: "content-length", value: `${model.body.length}` });
  if (model.version !== "HTTP/1.0" && !has("connection")) {
    fields.push({ name: "connection", value: "close" });
  }
  const head = fields.map(({ name, value }) => `${name}: ${value}\r\n`).join("");
  const line = `${model.method} ${model.uri} ${model.version}\r\n`;
  return bytes.latin1(`${line}${head}\r\n${model.body ?? ""}`);
}
