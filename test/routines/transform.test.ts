import { describe, expect, test } from "vitest";
import { tablesAlong, tablesDown } from "../../src/engine/algorithms/fft-tables.js";
import { planFft, twiddleTable } from "../../src/math/fft.js";
import { CircularBlock, isColumn, isLine } from "../../src/routines/circular.js";
import { borrowArena } from "../../src/routines/load.js";
import { radices, transformTables } from "../../src/routines/transform.js";
import { mulberry } from "../support/random.js";

const random = mulberry(5);
const noise = (n: number): Float64Array => Float64Array.from({ length: n }, () => random() * 2 - 1);
const norm = (...planes: Float64Array[]): number =>
  Math.sqrt(planes.reduce((s, p) => s + p.reduce((t, v) => t + v * v, 0), 0));

/** The compiled spectrum of a block, its elements in their natural order. */
function compiled(re: Float64Array, im: Float64Array, columns: number, rows: number, along: boolean, down: boolean) {
  const arena = borrowArena()!;
  const tables = along ? tablesAlong(columns) : undefined;
  const own = down ? tablesDown(rows) : undefined;
  const block = new CircularBlock(arena, columns, rows, tables, own);
  const [x, y] = [arena.place(re), arena.place(im)];
  block.fill({ at: x, step: 8, pitch: 8 * columns }, y);
  const lines = along ? (down ? rows : 1) : 1;
  const length = along ? columns : rows;
  const at = block.spectrum(1);
  const spectrum = new Float64Array(arena.station.buffer, at, 2 * lines * length);
  const out = { re: new Float64Array(lines * length), im: new Float64Array(lines * length) };
  for (let l = 0; l < lines; l++) {
    for (let i = 0; i < length; i++) {
      // Lines: two elements at order[p], then those half a length on; columns: one after the other.
      const p = along ? 2 * Math.floor(i / 4) + (i % 2) : i;
      const k = along ? tables!.tables.order[p] + (i % 4 > 1 ? columns / 2 : 0) : own!.order[p];
      const to = (along && own ? own.order[l] : 0) * length + k;
      const from = along ? l * 2 * length + (i - (i % 2)) * 2 + (i % 2) : 2 * i;
      out.re[to] = spectrum[from];
      out.im[to] = spectrum[from + (along ? 2 : 1)];
    }
  }
  arena.end();
  return out;
}

function expectNear(fast: { re: Float64Array; im: Float64Array }, re: Float64Array, im: Float64Array): void {
  const error = norm(
    re.map((v, k) => v - fast.re[k]),
    im.map((v, k) => v - fast.im[k]),
  );
  expect(error).toBeLessThanOrEqual(2 * 2 ** -53 * Math.log2(re.length) * norm(re, im));
}

describe("compiled transforms", () => {
  test.each([8, 16, 24, 32, 40, 48, 64, 120, 128, 240, 360, 1000, 1024, 4096, 6000, 16384, 40960])(
    "a line of %i agrees with the plain one to a few roundings",
    (n) => {
      const [re, im] = [noise(n), noise(n)];
      const fast = compiled(re, im, n, 1, true, false);
      planFft(n).run(re, im);
      expectNear(fast, re, im);
    },
  );

  test.each([2, 3, 4, 5, 6, 9, 10, 25, 27, 64, 90, 324])("columns of length %i agree with the plain ones", (n) => {
    const [re, im] = [noise(n * 16), noise(n * 16)];
    const fast = compiled(re, im, 16, n, false, true);
    planFft(n).run(re, im, 16);
    const first = (v: Float64Array): Float64Array => v.filter((_, i) => i % 16 === 0);
    expectNear(fast, first(re), first(im));
  });

  test.each([
    [8, 5],
    [16, 12],
    [40, 64],
    [64, 360],
  ])("planes of %i by %i agree with the plain ones", (columns, rows) => {
    const [re, im] = [noise(columns * rows), noise(columns * rows)];
    const fast = compiled(re, im, columns, rows, true, true);
    const line = planFft(columns);
    for (let r = 0; r < rows; r++)
      line.run(re.subarray(r * columns, (r + 1) * columns), im.subarray(r * columns, (r + 1) * columns));
    planFft(rows).run(re, im, columns);
    expectNear(fast, re, im);
  });

  test("lengths with other factors, and lines without two even lanes, have no plan", () => {
    expect(radices(7)).toBeUndefined();
    expect(radices(240)).toEqual([5, 3, 4, 4]);
    expect([isLine(12), isLine(8), isLine(56), isColumn(12), isColumn(14), isColumn(1)]).toEqual([
      false,
      true,
      false,
      true,
      false,
      false,
    ]);
    expect(() => transformTables(14, twiddleTable(14))).toThrow("no plan for 14");
  });
});
