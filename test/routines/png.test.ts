import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { forceRoutines } from "../../src/routines/load.js";
import { adler32, makePngFilter, PlainFilter } from "../../src/routines/png-filter.js";
import { makePngUnfilter, PlainUnfilter } from "../../src/routines/png-unfilter.js";
import { mulberry } from "../support/random.js";

const pictures = fc.record({
  /** Of a pixel. */
  left: fc.constantFrom(1, 2, 3, 4, 6, 8),
  width: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 200, max: 400 })),
  height: fc.integer({ min: 1, max: 6 }),
  /** Of noise over a slope: from rows that are best filtered to those that are not. */
  noise: fc.constantFrom(0, 1, 5, 40, 256),
  seed: fc.integer({ min: 0, max: 1 << 30 }),
});

interface Picture {
  readonly left: number;
  readonly bytes: number;
  /** The first one stands above the others. */
  readonly rows: readonly Uint8Array[];
}

function drawn(p: { left: number; width: number; height: number; noise: number; seed: number }): Picture {
  const random = mulberry(p.seed);
  const [dx, dy] = [random() * 9 - 4, random() * 9 - 4];
  const bytes = p.left * p.width;
  const rows = Array.from({ length: p.height + 1 }, (_, y) =>
    Uint8Array.from({ length: bytes }, (_, i) => dx * Math.floor(i / p.left) + dy * y + 256 + p.noise * random()),
  );
  return { left: p.left, bytes, rows };
}

afterEach(() => {
  forceRoutines(undefined);
});

describe("rows of a PNG", () => {
  test("are filtered and summed up by the compiled routine as by the plain one", () => {
    const used = new Set<number>();
    fc.assert(
      fc.property(pictures, fc.boolean(), (setup, choose) => {
        const { left, bytes, rows } = drawn(setup);
        const count = rows.length - 1;
        const results = [makePngFilter(bytes, left, count), new PlainFilter(bytes, left, count)].map((filter) => {
          // What was there before is of no account.
          for (let y = 0; y < count; y++) filter.row(y).fill(170);
          filter.filtered(count, choose);
          for (const [i, row] of rows.entries()) filter.row(i - 1).set(row);
          const made = filter.filtered(count, choose);
          return { made: [...made], check: filter.checksum(setup.seed % 60000) };
        });
        expect(results[0]).toEqual(results[1]);
        const types = results[0].made.filter((_, i) => i % (bytes + 1) === 0);
        if (!choose) expect(types).toEqual(types.map(() => 0));
        for (const type of types) used.add(type);
        expect(results[0].check).toBe(adler32(Uint8Array.from(results[0].made), setup.seed % 60000));
      }),
      { numRuns: 300, seed: 5 },
    );
    expect([...used].sort()).toEqual([0, 1, 2, 3, 4]);
  });

  test("are undone by the compiled routine as by the plain one, whatever stands in them", () => {
    fc.assert(
      fc.property(pictures, (setup) => {
        const { left, bytes, rows } = drawn({ ...setup, noise: 256 });
        const results = [makePngUnfilter(bytes + 5, left), new PlainUnfilter(bytes + 5, left)].map((lines) => {
          const out: number[][] = [];
          for (let filter = 0; filter < 5; filter++) {
            for (const row of rows) {
              lines.line.set(row);
              out.push([...lines.undo(filter, bytes)]);
            }
            // The rows of the next pass may be shorter, and have none above them.
            if (filter % 2 === 0) lines.restart();
          }
          return out;
        });
        expect(results[0]).toEqual(results[1]);
      }),
      { numRuns: 300 },
    );
  });

  test("come back as they were", () => {
    fc.assert(
      fc.property(pictures, (setup) => {
        const { left, bytes, rows } = drawn(setup);
        const filter = makePngFilter(bytes, left, rows.length);
        for (const [y, row] of rows.entries()) filter.row(y).set(row);
        const made = filter.filtered(rows.length, true);
        const lines = makePngUnfilter(bytes, left);
        for (const [y, row] of rows.entries()) {
          const at = y * (bytes + 1);
          lines.line.set(made.subarray(at + 1, at + 1 + bytes));
          expect([...lines.undo(made[at], bytes)]).toEqual([...row]);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("know each choice of Paeth", () => {
    // Two rows of two pixels: c and b above a and what is expected behind it.
    const lines = makePngUnfilter(6, 3);
    const plain = new PlainUnfilter(6, 3);
    const steps = Array.from({ length: 52 }, (_, i) => 5 * i);
    for (const a of steps) {
      for (const b of steps) {
        for (let c = 0; c < 255; c += 3) {
          const both = [lines, plain].map((l) => {
            l.line.set([c, c + 1, c + 2, b, b, b]);
            l.undo(0, 6);
            // What Paeth expects of the first pixel is what stands above it.
            l.line.set([a - c, a - c - 1, a - c - 2, 0, 0, 0]);
            const made = [...l.undo(4, 6)];
            l.restart();
            return made;
          });
          if (String(both[0]) !== String(both[1])) expect([a, b, c, both[0]]).toEqual([a, b, c, both[1]]);
        }
      }
    }
  });

  test("are summed up where the sums are greatest", () => {
    const filter = makePngFilter(1 << 16, 4, 1);
    filter.row(0).fill(255);
    const made = filter.filtered(1, false);
    const packed = deflateSync(made);
    expect(filter.checksum(1)).toBe(packed.readUInt32BE(packed.length - 4));
  });

  test("are left to the plain routines where these are asked for", () => {
    forceRoutines("reference");
    expect(makePngFilter(3, 3, 1)).toBeInstanceOf(PlainFilter);
    expect(makePngUnfilter(3, 3)).toBeInstanceOf(PlainUnfilter);
  });
});
