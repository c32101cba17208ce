/**
 * Headers and start lines as plugins read and change them. What a plugin writes is checked here,
 * as the message itself checks nothing: no line break, no control character, no field that frames
 * the body ever gets into a head.
 */
import { HOST } from "../http/header-name.ts";
import type { HttpMessage } from "../http/message.ts";
import { hostChanged, setUri } from "../http/host-sync.ts";
import { reasonOfStatus } from "../http/status.ts";
import type { ByteFactory } from "../runtime/bytes.ts";
import type { Txn as StreamTxn } from "../sample/txn.ts";
import {
  checkedField,
  checkedName,
  checkedReason,
  checkedStatus,
  checkedTarget,
  checkedToken,
} from "./checked.ts";
import type { PluginHttp } from "./types.ts";
import { textFromWire } from "./values.ts";

export class MessageEditor implements PluginHttp {
  readonly #live: () => StreamTxn;
  readonly #mayWrite: boolean;
  readonly #bytes: ByteFactory;

  /** @param live the transaction, or an Error thrown when it is over. */
  constructor(live: () => StreamTxn, mayWrite: boolean, bytes: ByteFactory) {
    this.#live = live;
    this.#mayWrite = mayWrite;
    this.#bytes = bytes;
  }

  reqGetHeaders(): Map<string, string[]> {
    return this.#headersOf(this.#live().request);
  }

  reqSetHeader(name: string, value: string): void {
    this.#set(this.#request(), name, value);
  }

  reqAddHeader(name: string, value: string): void {
    this.#add(this.#request(), name, value);
  }

  reqDelHeader(name: string): void {
    this.#request().fields.remove(checkedName(name));
  }

  reqSetMethod(method: string): void {
    this.#request().setMethod(checkedToken("method", method));
  }

  reqSetUri(uri: string): void {
    setUri(this.#request(), checkedTarget("URI", uri));
  }

  reqSetPath(path: string): void {
    this.#request().setPath(checkedTarget("path", path));
  }

  reqSetQuery(query: string): void {
    this.#request().setQuery(query === "" ? "" : checkedTarget("query", query));
  }

  resGetHeaders(): Map<string, string[]> {
    return this.#headersOf(this.#live().response);
  }

  resSetHeader(name: string, value: string): void {
    this.#set(this.#response(), name, value);
  }

  resAddHeader(name: string, value: string): void {
    this.#add(this.#response(), name, value);
  }

  resDelHeader(name: string): void {
    this.#response().fields.remove(checkedName(name));
  }

  resSetStatus(status: number, reason?: string): void {
    const checked = checkedStatus(status);
    this.#response().setStatus(
      checked,
      reason === undefined ? reasonOfStatus(checked) : checkedReason(reason, this.#bytes),
    );
  }

  #request(): HttpMessage {
    return this.#writable(this.#live().request, "request");
  }

  #response(): HttpMessage {
    return this.#writable(this.#live().response, "response");
  }

  #writable(message: HttpMessage | null, what: string): HttpMessage {
    if (!this.#mayWrite) throw new Error(`a fetch cannot change the ${what}`);
    if (message === null) throw new Error(`there is no ${what} here`);
    return message;
  }

  #set(message: HttpMessage, name: string, value: string): void {
    const field = checkedField(name, value, this.#bytes);
    message.fields.set(field.name, field.value);
    if (field.name.text === HOST.text && !message.isResponse) hostChanged(message);
  }

  #add(message: HttpMessage, name: string, value: string): void {
    const field = checkedField(name, value, this.#bytes);
    message.fields.add(field.name, field.value);
    if (field.name.text === HOST.text && !message.isResponse) hostChanged(message);
  }

  #headersOf(message: HttpMessage | null): Map<string, string[]> {
    const headers: Map<string, string[]> = new Map();
    if (message === null) return headers;
    const { fields } = message;
    for (let i = 0; i < fields.size; i++) {
      if (!fields.isPresent(i)) continue;
      const name = fields.nameText(i);
      const value = textFromWire(fields.valueText(i), this.#bytes);
      const values = headers.get(name);
      if (values === undefined) headers.set(name, [value]);
      else values.push(value);
    }
    return headers;
  }
}
