/** Copies into shared memory are what `set` makes, for all lengths and places. */
import { expect, test } from "vitest";
import { copyInto } from "../../src/base/copy.js";

const LENGTHS = [0, 1, 7, 2047, 2049, 12287, 12289, 40000];

function room(bytes: number, shared: boolean): ArrayBufferLike {
  return shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
}

test.each([
  [true, true],
  [true, false],
  [false, true],
  [false, false],
])("to shared %s from shared %s", (to, from) => {
  for (const n of LENGTHS) {
    for (const [place, at, source] of [
      [0, 0, 0],
      [3, 5, 0],
      [0, 1, 6],
    ]) {
      const input = new Uint8Array(room(n + 16, from), source, n);
      for (let i = 0; i < n; i++) input[i] = (i * 7 + 1) & 255;
      const output = new Uint8Array(room(n + 64, to), place, n + 32).fill(9);
      const expected = Uint8Array.from(output);
      copyInto(output, input, at);
      expected.set(input, at);
      expect(Buffer.compare(output, expected)).toBe(0);
    }
  }
});

test("places are in elements", () => {
  const input = Float64Array.from({ length: 3000 }, (_, i) => i / 3);
  const output = new Float64Array(new SharedArrayBuffer(8 * 3010));
  copyInto(output, input, 4);
  expect([output[3], output[4], output[3003], output[3004]]).toEqual([0, 0, 2999 / 3, 0]);
});

test("what does not fit is an error", () => {
  const output = new Uint8Array(new SharedArrayBuffer(20000));
  expect(() => {
    copyInto(output, new Uint8Array(20001));
  }).toThrow(RangeError);
  expect(() => {
    copyInto(output, new Uint8Array(19000), 1001);
  }).toThrow(RangeError);
});
