/**
 * One HTTP message head, request or response: the start line, the fields, and what the parser
 * learned about framing and connection on its way. A message belongs to one stream and is used
 * again through `reset`. Texts are made when asked for; what a rule sets replaces them. Framing
 * (`bodyKind`, `contentLength`) stays as parsed, whatever rules do to the fields later.
 */
import type { ByteBuffer } from "../runtime/bytes.ts";
import { Fields } from "./fields.ts";
import { METHOD_HEAD, METHOD_OTHER, METHOD_TEXT, methodOfText } from "./method.ts";
import { splitTarget, type TargetParts } from "./uri.ts";

/** `flags` of a message: what its head said. */
export const WANTS_CLOSE = 1;
export const WANTS_KEEP_ALIVE = 2;
/** `Connection: upgrade` was there. */
export const CONNECTION_UPGRADE = 4;
/** An Upgrade field was there. */
export const HAS_UPGRADE = 8;
/** `Expect: 100-continue` was there. */
export const EXPECTS_CONTINUE = 16;
/** Upgrade names websocket. */
export const UPGRADE_WEBSOCKET = 32;
export const HAS_WEBSOCKET_KEY = 64;
/** Framing was doubtful (both lengths given): the connection must not be used again. */
export const MUST_CLOSE = 128;
export const HAS_HOST = 256;
export const HAS_CONTENT_LENGTH = 512;
/** Transfer-Encoding was there; its last coding is chunked; it named another coding. */
export const HAS_TRANSFER_ENCODING = 1024;
export const CODING_CHUNKED = 2048;
export const CODING_OTHER = 4096;

/** `bodyKind`: how the length of the body is known (RFC 9112 6.3). */
export const BODY_NONE = 0;
export const BODY_LENGTH = 1;
export const BODY_CHUNKED = 2;
export const BODY_UNTIL_CLOSE = 3;
/** Not a body: after the head both sides are a blind tunnel. */
export const BODY_TUNNEL = 4;

/** `parsePhase`: what the parser reads next. */
export const PHASE_START_LINE = 0;
export const PHASE_FIELDS = 1;
export const PHASE_TRAILERS = 2;

export class HttpMessage {
  readonly fields: Fields;
  isResponse = false;
  /** Violations of the protocol pass that h1/lenient.ts lists; set before the head is parsed. */
  lenient = false;
  /** Bits as above. */
  flags = 0;
  /** The version is HTTP/1.`minorVersion`, 0 or 1. */
  minorVersion = 1;

  /** A METHOD_ number; OTHER has its text in `methodText()`. */
  method: number = METHOD_OTHER;
  /** Status code of a response, 100-999. */
  status = 0;

  /** Byte ranges in `fields.buffer` of what was parsed; texts win over them once set. */
  methodStart = 0;
  methodEnd = 0;
  targetStart = 0;
  targetEnd = 0;
  reasonStart = 0;
  reasonEnd = 0;

  bodyKind: number = BODY_NONE;
  /** Bytes of the body when `bodyKind` is BODY_LENGTH. */
  contentLength = 0;

  /** First byte of the head in the buffer, leading empty lines skipped. */
  headStart = 0;
  /** Past the empty line that ends the head. */
  headEnd = 0;
  /** A PHASE_ number, and the offset where the parser goes on; owned by h1/parse.ts. */
  parsePhase: number = PHASE_START_LINE;
  parsePosition = 0;
  /** Status to answer after the parser refused the head, and where the fault lies, from `headStart`. */
  errorStatus = 0;
  errorPosition = 0;
  /** What was wrong, for `show errors` and logs. */
  errorReason = "";

  #methodText: string | undefined;
  /** Kept: a frontend's rules ask for the path again and again. */
  #pathText: string | undefined;
  #targetText: string | undefined;
  #reasonText: string | undefined;
  /** What rules replaced; undefined while they did not. */
  #givenMethod: string | undefined;
  #givenTarget: string | undefined;
  #startChanged = false;
  #isSplit = false;
  readonly #parts: TargetParts = {
    form: 0,
    authorityStart: 0,
    authorityEnd: 0,
    pathStart: 0,
    pathEnd: 0,
    queryStart: -1,
  };

  /** `noBytes`: any buffer to point at while there is no head; an empty one will do. */
  constructor(noBytes: ByteBuffer) {
    this.fields = new Fields(noBytes);
  }

  /** Forgets everything, so that the next head can be parsed or built. */
  reset(): void {
    this.fields.reset();
    this.isResponse = false;
    this.lenient = false;
    this.flags = 0;
    this.minorVersion = 1;
    this.method = METHOD_OTHER;
    this.status = 0;
    this.methodStart = this.methodEnd = 0;
    this.targetStart = this.targetEnd = 0;
    this.reasonStart = this.reasonEnd = 0;
    this.bodyKind = BODY_NONE;
    this.contentLength = 0;
    this.headStart = this.headEnd = 0;
    this.parsePhase = PHASE_START_LINE;
    this.parsePosition = 0;
    this.errorStatus = this.errorPosition = 0;
    this.errorReason = "";
    this.#methodText = this.#targetText = this.#pathText = this.#reasonText = undefined;
    this.#givenMethod = this.#givenTarget = undefined;
    this.#startChanged = this.#isSplit = false;
  }

  /** True while method, target and status are what was parsed. */
  get startLineIsBytes(): boolean {
    return !this.#startChanged;
  }

  methodText(): string {
    if (this.#methodText === undefined) {
      this.#methodText =
        this.method !== METHOD_OTHER
          ? METHOD_TEXT[this.method]!
          : this.fields.buffer.latin1Slice(this.methodStart, this.methodEnd);
    }
    return this.#methodText;
  }

  /** The request target as it is now. */
  targetText(): string {
    if (this.#targetText === undefined) {
      this.#targetText = this.fields.buffer.latin1Slice(this.targetStart, this.targetEnd);
    }
    return this.#targetText;
  }

  /** The method as the client gave it, whatever rules made of it. */
  givenMethod(): string {
    return this.#givenMethod ?? this.methodText();
  }

  /** True if the client asked for the head alone: what answers it has no body. */
  get wasHead(): boolean {
    return this.#givenMethod === undefined
      ? this.method === METHOD_HEAD
      : this.#givenMethod === "HEAD";
  }

  /** The target as the client gave it, whatever rules made of it. */
  givenTarget(): string {
    return this.#givenTarget ?? this.targetText();
  }

  reasonText(): string {
    if (this.#reasonText === undefined) {
      this.#reasonText = this.fields.buffer.latin1Slice(this.reasonStart, this.reasonEnd);
    }
    return this.#reasonText;
  }

  setMethod(text: string): void {
    this.#givenMethod ??= this.methodText();
    this.method = methodOfText(text);
    this.#methodText = text;
    this.#startChanged = true;
  }

  /** Replaces the whole target; Host stays. Rules go through `setUri` of host-sync.ts. */
  setTarget(text: string): void {
    this.#givenTarget ??= this.targetText();
    this.correctTarget(text);
  }

  /** Replaces the whole target by what the client meant: no rule changed it (the parser's part). */
  correctTarget(text: string): void {
    this.#targetText = text;
    this.#pathText = undefined;
    this.#startChanged = true;
    this.#isSplit = false;
  }

  /** Sets status and reason (`http-response set-status`). */
  setStatus(status: number, reason: string): void {
    this.status = status;
    this.#reasonText = reason;
    this.#startChanged = true;
  }

  /** Path without query, or undefined where the target has none (`*`, `host:port`). */
  path(): string | undefined {
    if (this.#pathText !== undefined) return this.#pathText;
    const { pathStart, pathEnd } = this.#split();
    if (pathStart === pathEnd) return undefined;
    return (this.#pathText = this.targetText().slice(pathStart, pathEnd));
  }

  /** Path with query, or undefined where the target has no path. */
  pathq(): string | undefined {
    const { pathStart, pathEnd } = this.#split();
    return pathStart === pathEnd ? undefined : this.targetText().slice(pathStart);
  }

  /** What follows the first question mark, or undefined without one. */
  query(): string | undefined {
    const { queryStart } = this.#split();
    return queryStart < 0 ? undefined : this.targetText().slice(queryStart);
  }

  /** `[user@]host[:port]` of an absolute or authority-form target. */
  authority(): string | undefined {
    const { authorityStart, authorityEnd } = this.#split();
    if (authorityStart === authorityEnd) return undefined;
    return this.targetText().slice(authorityStart, authorityEnd);
  }

  /** One of the _FORM numbers of uri.ts. */
  targetForm(): number {
    return this.#split().form;
  }

  /** Replaces the path; the query and what precedes the path stay (`http-request set-path`). */
  setPath(path: string): void {
    const { pathStart, pathEnd } = this.#split();
    const target = this.targetText();
    if (pathStart === pathEnd) this.setTarget(path);
    else this.setTarget(target.slice(0, pathStart) + path + target.slice(pathEnd));
  }

  /** Replaces path and query (`http-request set-pathq`). */
  setPathq(pathq: string): void {
    const { pathStart, pathEnd } = this.#split();
    if (pathStart === pathEnd) this.setTarget(pathq);
    else this.setTarget(this.targetText().slice(0, pathStart) + pathq);
  }

  /**
   * Replaces what follows the question mark; adds one if there is none and `query` is not empty,
   * and never takes one away (`http-request set-query`).
   */
  setQuery(query: string): void {
    const { queryStart } = this.#split();
    const target = this.targetText();
    if (queryStart >= 0) this.setTarget(target.slice(0, queryStart) + query);
    else if (query !== "") this.setTarget(`${target}?${query}`);
  }

  #split(): TargetParts {
    if (!this.#isSplit) {
      splitTarget(this.targetText(), this.#parts);
      this.#isSplit = true;
    }
    return this.#parts;
  }
}
