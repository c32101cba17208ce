/**
 * The port's compression over node:zlib, the same on Bun, Node and Deno. Their zlib streams have a
 * native handle whose `writeSync` compresses at once; the stream around it, its queues and its
 * turns of the event loop are not used. No type file has the handle: `nativeOf` checks what is
 * there, and the contract test what it does. Handles whose data was completed are used again.
 */
import zlib from "node:zlib";
import type { ByteBuffer } from "../../src/runtime/bytes.ts";
import type {
  Compression,
  CompressionFormat,
  CompressionSettings,
  Compressor,
  Flushing,
} from "../../src/runtime/compression.ts";

/** What the handle of a zlib stream does. */
interface NativeHandle {
  /** Compresses; how much room and input is left stands in the stream's write state afterwards. */
  writeSync(
    flush: number,
    input: Uint8Array,
    inputOffset: number,
    inputBytes: number,
    output: Uint8Array,
    outputOffset: number,
    outputBytes: number,
  ): void;
  /** Back to the beginning, the settings kept. */
  reset(): void;
  close(): void;
}

interface Native {
  readonly handle: NativeHandle;
  /** Room left in the output, input left. */
  readonly state: Uint32Array;
  /** The stream around the handle, which must not be collected before it. */
  readonly stream: object;
}

/** Output of one call; what is more comes in further pieces. */
const OUTPUT_BYTES = 64 * 1024;
/** Handles kept for reuse; one of deflate holds 256 KiB. */
const MAX_IDLE = 16;

const DEFLATE_FLUSH: Readonly<Record<Flushing, number>> = {
  none: zlib.constants.Z_NO_FLUSH,
  sync: zlib.constants.Z_SYNC_FLUSH,
  end: zlib.constants.Z_FINISH,
};
const BROTLI_FLUSH: Readonly<Record<Flushing, number>> = {
  none: zlib.constants.BROTLI_OPERATION_PROCESS,
  sync: zlib.constants.BROTLI_OPERATION_FLUSH,
  end: zlib.constants.BROTLI_OPERATION_FINISH,
};
const ZSTD_FLUSH: Readonly<Record<Flushing, number>> = {
  none: zlib.constants.ZSTD_e_continue,
  sync: zlib.constants.ZSTD_e_flush,
  end: zlib.constants.ZSTD_e_end,
};

/** Windows of the other formats: no more memory than a proxy with many streams can give each. */
const BROTLI_WINDOW_BITS = 18;
const ZSTD_WINDOW_BITS = 19;

class NativeCompressor implements Compressor {
  readonly #native: Native;
  readonly #flush: Readonly<Record<Flushing, number>>;
  readonly #key: string;
  #closed: boolean = false;
  #ended: boolean = false;

  constructor(native: Native, flush: Readonly<Record<Flushing, number>>, key: string) {
    this.#native = native;
    this.#flush = flush;
    this.#key = key;
  }

  write(
    bytes: ByteBuffer,
    start: number,
    end: number,
    flushing: Flushing,
    receive: (bytes: ByteBuffer) => void,
  ): void {
    const { handle, state } = this.#native;
    const flush = this.#flush[flushing];
    let at = start;
    this.#ended = flushing === "end";
    // A full output means that there may be more; the receiver may end it all meanwhile.
    for (let isFull = true; isFull && !this.#closed;) {
      handle.writeSync(flush, bytes, at, end - at, output, 0, OUTPUT_BYTES);
      const sizeBytes = OUTPUT_BYTES - state[0]!;
      at = end - state[1]!;
      isFull = state[0] === 0;
      if (sizeBytes > 0) receive(Buffer.from(output.subarray(0, sizeBytes)));
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    openCount--;
    // Bun's reset does not bring back what was left in the midst; that of Brotli and Zstandard
    // forgets the settings.
    if (!this.#ended || this.#flush !== DEFLATE_FLUSH) return this.#native.handle.close();
    if (idle.length >= MAX_IDLE) idle.shift()!.native.handle.close();
    idle.push({ key: this.#key, native: this.#native });
  }
}

/** Where a call's output lands before it is copied out. */
const output: Buffer = Buffer.allocUnsafeSlow(OUTPUT_BYTES);
/** Handles that may be used again, the one that was idle longest first. */
const idle: { readonly key: string; readonly native: Native }[] = [];
let openCount = 0;

/** Makes the stream of a format, whose handle is all that is used of it. */
const MAKERS: Readonly<
  Record<CompressionFormat, ((settings: CompressionSettings) => object) | undefined>
> = {
  gzip: (settings) => zlib.createGzip(deflateOptions(settings)),
  zlib: (settings) => zlib.createDeflate(deflateOptions(settings)),
  "raw-deflate": (settings) => zlib.createDeflateRaw(deflateOptions(settings)),
  brotli: ({ level }) =>
    zlib.createBrotliCompress({
      params: {
        [zlib.constants.BROTLI_PARAM_QUALITY]: level,
        [zlib.constants.BROTLI_PARAM_LGWIN]: BROTLI_WINDOW_BITS,
      },
    }),
  zstd:
    "createZstdCompress" in zlib
      ? ({ level }) =>
          zlib.createZstdCompress({
            params: {
              [zlib.constants.ZSTD_c_compressionLevel]: level,
              [zlib.constants.ZSTD_c_windowLog]: ZSTD_WINDOW_BITS,
            },
          })
      : undefined,
};

function deflateOptions({ level, windowBits, memoryLevel }: CompressionSettings): zlib.ZlibOptions {
  // zlib itself makes 9 of 8, but for Node, which refuses it.
  return { level, windowBits: Math.max(9, windowBits), memLevel: memoryLevel };
}

function flushOf(format: CompressionFormat): Readonly<Record<Flushing, number>> {
  if (format === "brotli") return BROTLI_FLUSH;
  return format === "zstd" ? ZSTD_FLUSH : DEFLATE_FLUSH;
}

function isHandle(value: unknown): value is NativeHandle {
  return (
    typeof value === "object" &&
    value !== null &&
    ["writeSync", "reset", "close"].every((name) => typeof Reflect.get(value, name) === "function")
  );
}

/** The handle inside a zlib stream; null where there is none of that kind. */
function nativeOf(stream: object): Native | null {
  const handle: unknown = Reflect.get(stream, "_handle");
  const state: unknown = Reflect.get(stream, "_writeState");
  return isHandle(handle) && state instanceof Uint32Array ? { handle, state, stream } : null;
}

const lightest: CompressionSettings = { level: 1, windowBits: 9, memoryLevel: 1 };

export const compression: Compression = {
  has(format: CompressionFormat): boolean {
    const native = nativeOf(MAKERS[format]?.(lightest) ?? {});
    native?.handle.close();
    return native !== null;
  },
  open(format: CompressionFormat, settings: CompressionSettings): Compressor {
    const { level, windowBits, memoryLevel } = settings;
    const key = `${format} ${level} ${windowBits} ${memoryLevel}`;
    const at = idle.findLastIndex((each) => each.key === key);
    const kept = at < 0 ? undefined : idle.splice(at, 1)[0];
    const native = kept?.native ?? nativeOf(MAKERS[format]?.(settings) ?? {});
    if (native === null) throw new Error(`${format} is not known`);
    if (kept !== undefined) native.handle.reset();
    openCount++;
    return new NativeCompressor(native, flushOf(format), key);
  },
  get openCount(): number {
    return openCount;
  },
};
