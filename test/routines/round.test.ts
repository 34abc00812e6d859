/** The compiled rounding of sums against the plain one. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type IntegerType, rangeOf } from "../../src/base/element.js";
import { roundPlain } from "../../src/engine/round-plain.js";
import { plainRounding, wholeRounding } from "../../src/engine/round-quick.js";
import { roundQuotient } from "../../src/engine/rounding.js";
import { borrowArena } from "../../src/routines/load.js";
import { type Rounding, SumRounder } from "../../src/routines/round.js";
import { mulberry } from "../support/random.js";

const TYPES = ["u8", "i8", "u16", "i16", "i32"] as const;

/** The compiled routine over some sums; `lie` puts the samples at any place modulo 8. */
function compiled(sums: Float64Array, how: Rounding, type: IntegerType, tell: boolean, lie: number) {
  const arena = borrowArena()!;
  const area = arena.doubles(sums.length);
  area.set(sums);
  const rounder = SumRounder.for(area, how, type)!;
  expect(rounder.serves(area)).toBe(true);
  const { samples, told, clipped } = rounder.round(area, 0, sums.length, tell, lie);
  expect(samples.byteOffset % 8).toBe(lie);
  const found = { samples: Array.from(samples), told: new Set(told), clipped };
  arena.end();
  return found;
}

const calls = fc.record({
  type: fc.constantFrom(...TYPES),
  count: fc.integer({ min: 1, max: 70 }),
  divisor: fc.constantFrom(1, 3, -0.7, 961),
  offset: fc.constantFrom(0, 12.5, -3),
  factor: fc.constantFrom(1, 1, 0.37),
  shift: fc.constantFrom(0, 128),
  absolute: fc.boolean(),
  common: fc.constantFrom(0, 1e-12, 1e-3, 0.2),
  tell: fc.boolean(),
  lie: fc.constantFrom(0, 2, 4),
  seed: fc.integer({ min: 0, max: 1 << 30 }),
});

describe("compiled rounding of sums", () => {
  test("decides no sample otherwise than the plain one, and tells all that this one is not sure of", () => {
    fc.assert(
      fc.property(calls, (c) => {
        const random = mulberry(c.seed);
        const [least, greatest] = rangeOf(c.type);
        const size = Math.min(70000, greatest - least);
        const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 1e300];
        const sums = Float64Array.from({ length: c.count }, () => {
          if (random() < 0.1) return special[Math.floor(random() * special.length)];
          // Around halves and ends of the range as well as anywhere.
          const whole = random() < 0.5 ? [least, greatest, 0][Math.floor(random() * 3)] : Math.floor(random() * size);
          const near = whole + [0.5, -0.5, random() * 6 - 3][Math.floor(random() * 3)] + (random() - 0.5) * 1e-3;
          return ((near - c.shift) / c.factor - c.offset) * c.divisor;
        });
        const how = { ...c, rounding: "half-even" as const, magnify: 1, least, greatest, listClipped: c.tell };
        const quick = plainRounding(how);
        if (!quick) return;
        const plain = { samples: new Int32Array(c.count), special: new Int32Array(c.count), found: 0, clipped: 0 };
        roundPlain(sums, 0, c.count, how, plain);
        const open = new Set(plain.special.subarray(0, plain.found));
        const found = compiled(sums, quick, c.type, c.tell, c.type === "i32" ? c.lie & 4 : c.lie);
        let clipped = 0;
        for (let i = 0; i < c.count; i++) {
          if (open.has(i)) expect(found.told.has(i)).toBe(true);
          if (found.told.has(i)) continue;
          expect(found.samples[i]).toBe(plain.samples[i]);
          const v = (sums[i] / c.divisor + c.offset) * c.factor + c.shift;
          const value = c.absolute ? Math.abs(v) : v;
          if (value < least - 0.5 || value > greatest + 0.5) clipped++;
        }
        expect(found.clipped).toBe(clipped);
        if (c.tell) expect(clipped).toBe(0);
      }),
      { numRuns: 600 },
    );
  });

  test("whole sums over whole divisors are rounded exactly, ties to even", () => {
    const random = mulberry(3);
    for (const type of TYPES) {
      const [least, greatest] = rangeOf(type);
      for (const divisor of [1, 2, 7, 961, 65536]) {
        for (const absolute of [false, true]) {
          const sums = Float64Array.from({ length: 61 }, (_, i) => {
            const q =
              i % 4 === 0 ? [least, greatest][i % 2] : Math.floor((random() - 0.5) * 2 * Math.min(greatest, 70000));
            return q * divisor + Math.floor(divisor / 2) * (i % 3 === 0 ? 1 : 0) + (i % 5) - 2;
          });
          const q = { factor: 3, shift: 4, divisor };
          const found = compiled(sums, wholeRounding(q, absolute, least, greatest), type, false, 0);
          expect(found.told.size).toBe(0);
          let clipped = 0;
          for (const [i, sum] of sums.entries()) {
            const s = sum * q.factor + q.shift;
            const v = roundQuotient(absolute ? Math.abs(s) : s, divisor, "half-even");
            if (v < least || v > greatest) clipped++;
            expect(found.samples[i]).toBe(Math.min(greatest, Math.max(least, v)) + 0);
          }
          expect(found.clipped).toBe(clipped);
        }
      }
    }
  });
});
