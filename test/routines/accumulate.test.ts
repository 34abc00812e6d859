import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { forceRoutines, makeWorkspace, routines } from "../../src/routines/load.js";
import { reference } from "../../src/routines/reference.js";
import { mulberry } from "../support/random.js";

const calls = fc.record({
  count: fc.oneof(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 2000, max: 2100 })),
  taps: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constantFrom(1023, 1024, 1025, 2500)),
  outAt: fc.integer({ min: 0, max: 5 }),
  at: fc.integer({ min: 0, max: 5 }),
  special: fc.constantFrom(undefined, Number.NaN, Number.POSITIVE_INFINITY, -0),
  seed: fc.integer({ min: 0, max: 1 << 30 }),
});

/** Bits of the numbers, every NaN alike. */
const bits = (values: Float64Array): BigUint64Array =>
  new BigUint64Array(values.map((v) => (Number.isNaN(v) ? Number.NaN : v)).buffer);

describe("accumulate in a workspace", () => {
  test("gives the bits of the plain one and touches nothing beside them", () => {
    fc.assert(
      fc.property(calls, (c) => {
        const random = mulberry(c.seed);
        const draw = (): number => (random() - 0.5) * 10 ** Math.floor(random() * 30 - 15);
        const reach = 40;
        const [outs, sources] = [c.outAt + c.count + 3, c.at + c.count + reach];
        const workspace = makeWorkspace([outs, sources])!;
        const [out, source] = [workspace.doubles(outs), workspace.doubles(sources)];
        for (let i = 0; i < outs; i++) out[i] = draw();
        for (let i = 0; i < sources; i++) source[i] = draw();
        if (c.special !== undefined) source[Math.floor(random() * sources)] = c.special;
        const taps = Float64Array.from({ length: c.taps }, draw);
        const offsets = Int32Array.from(taps, () => Math.floor(random() * reach));
        const expected = out.slice();
        reference.accumulate(expected, c.outAt, c.count, source.slice(), c.at, 1, taps, offsets);
        routines.accumulate(out, c.outAt, c.count, source, c.at, 1, taps, offsets);
        expect(bits(out.slice())).toEqual(bits(expected));
      }),
      { numRuns: 300 },
    );
  });

  test("steps other than 1 and arrays elsewhere go through the plain one", () => {
    const workspace = makeWorkspace([3, 8])!;
    const [out, source] = [workspace.doubles(3), workspace.doubles(8).fill(1)];
    source[4] = 5;
    routines.accumulate(out, 0, 3, source, 0, 2, Float64Array.of(2), Int32Array.of(0));
    expect(Array.from(out)).toEqual([2, 2, 10]);
    const elsewhere = new Float64Array(3);
    routines.accumulate(elsewhere, 0, 3, source, 2, 1, Float64Array.of(2), Int32Array.of(0));
    expect(Array.from(elsewhere)).toEqual([2, 2, 10]);
  });

  test("there is none among the plain routines", () => {
    forceRoutines("reference");
    expect(makeWorkspace([1])).toBeUndefined();
    forceRoutines(undefined);
  });
});
