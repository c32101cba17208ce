/** The contract of the port's compression: what comes out, when, and that nothing stays open. */
import assert from "node:assert/strict";
import { test } from "node:test";
import zlib from "node:zlib";
import type {
  CompressionFormat,
  CompressionSettings,
  Flushing,
} from "../../src/runtime/compression.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";

const usual: CompressionSettings = { level: 1, windowBits: 15, memoryLevel: 8 };

const inverse: Readonly<Record<CompressionFormat, (bytes: Buffer) => Buffer>> = {
  gzip: (bytes) => zlib.gunzipSync(bytes),
  zlib: (bytes) => zlib.inflateSync(bytes),
  "raw-deflate": (bytes) => zlib.inflateRawSync(bytes),
  brotli: (bytes) => zlib.brotliDecompressSync(bytes),
  zstd: (bytes) => zlib.zstdDecompressSync(bytes),
};
const formats: readonly CompressionFormat[] = ["gzip", "zlib", "raw-deflate", "brotli", "zstd"];

/** What is readable of a gzip body that was cut. */
const readable = (bytes: Buffer): string =>
  zlib.gunzipSync(bytes, { finishFlush: zlib.constants.Z_SYNC_FLUSH }).toString("latin1");

export function compressionContract({ compression, bytes }: Runtime): void {
  /** Compresses pieces; with each, how it is flushed. */
  function compressed(
    format: CompressionFormat,
    pieces: readonly (readonly [string, Flushing])[],
    settings: CompressionSettings = usual,
  ): Buffer {
    const out: Uint8Array[] = [];
    const compressor = compression.open(format, settings);
    for (const [text, flushing] of pieces) {
      const piece = bytes.latin1(`<${text}>`);
      compressor.write(piece, 1, 1 + text.length, flushing, (part) => void out.push(part));
    }
    compressor.close();
    return Buffer.concat(out);
  }

  const words = Array.from({ length: 60_000 }, (_, i) => `${(i * 7919) % 5003} `).join("");

  for (const format of formats) {
    test(`${format}: any pieces and flushes come out as they went in`, () => {
      assert.equal(compression.has(format), true);
      const body = compressed(format, [
        ["", "none"],
        ["hello ", "sync"],
        [words, "none"],
        ["", "sync"],
        ["bye", "end"],
      ]);
      assert.equal(inverse[format](body).toString("latin1"), `hello ${words}bye`);
      assert.ok(body.length < words.length / 2);
      assert.equal(inverse[format](compressed(format, [["", "end"]])).length, 0);
    });

    test(`${format}: what served before begins anew, wherever it was left`, () => {
      const first = compressed(format, [[words, "end"]]);
      for (const flushing of ["end", "none", "sync", "end"] as const) {
        compressed(format, [[words, flushing]]);
        assert.deepEqual(compressed(format, [[words, "end"]]), first);
      }
    });
  }

  test("what was flushed can be read at once", () => {
    const out: Uint8Array[] = [];
    const compressor = compression.open("gzip", usual);
    for (const text of ["one ", "two ", "three"]) {
      const piece = bytes.latin1(text);
      compressor.write(piece, 0, piece.length, "sync", (part) => void out.push(part));
      assert.ok(readable(Buffer.concat(out)).endsWith(text));
    }
    compressor.close();
  });

  test("output larger than a piece comes in several, each the receiver's own", () => {
    const noise = Buffer.alloc(300_000);
    let seed = 1;
    for (let i = 0; i < noise.length; i++) {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
      noise[i] = seed >> 16;
    }
    const pieces: Uint8Array[] = [];
    const compressor = compression.open("gzip", usual);
    compressor.write(bytes.view(noise), 0, noise.length, "end", (part) => void pieces.push(part));
    compressor.close();
    assert.ok(pieces.length > 3);
    assert.deepEqual(zlib.gunzipSync(Buffer.concat(pieces)), noise);
  });

  test("level, window and memory have their effect", () => {
    const size = (settings: Partial<CompressionSettings>): number =>
      compressed("gzip", [[words, "end"]], { ...usual, ...settings }).length;
    assert.ok(size({ level: 0 }) > words.length);
    assert.ok(size({ level: 9 }) < size({ level: 1 }));
    assert.ok(size({ level: 6, windowBits: 9 }) > size({ level: 6 }));
    assert.notEqual(size({ level: 6, memoryLevel: 1 }), size({ level: 6 }));
    assert.ok(size({ windowBits: 8 }) > 0);
  });

  test("a receiver may close what writes to it, and closing twice is once", () => {
    const before = compression.openCount;
    const compressor = compression.open("gzip", usual);
    assert.equal(compression.openCount, before + 1);
    const noise = bytes.latin1(words.repeat(3));
    let calls = 0;
    compressor.write(noise, 0, noise.length, "sync", () => {
      calls++;
      compressor.close();
    });
    compressor.close();
    assert.equal(calls, 1);
    assert.equal(compression.openCount, before);
  });
}
