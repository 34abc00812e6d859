import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCell } from "../../src/formats/table/cell.js";
import { complexText, NUMBER_ROOM, numberText, writeComplex, writeNumber } from "../../src/formats/table/digits.js";
import { scanNumber } from "../../src/formats/table/number.js";
import { bytesOf } from "./signals.js";

/** What scanNumber makes of a whole text: the number, or undefined where it leaves it to the long way. */
function scanned(text: string, point = 46): number | undefined {
  const out = Float64Array.of(777);
  const end = scanNumber(bytesOf(text), 0, text.length, point, out, 0);
  if (end === -1) expect(out[0]).toBe(777);
  else expect(end).toBe(text.length);
  return end === -1 ? undefined : out[0];
}

const anyF64 = fc.oneof(
  fc.double(),
  fc.float(),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.integer({ min: -1e9, max: 1e9 }).map((i) => i / 1000),
  fc.integer({ min: -1e15, max: 1e15 }).map((i) => i / 1e6),
);
const digits = (min: number, max: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max }).map((d) => d.join(""));

describe("the number scanner", () => {
  it("gives the nearest f64 or leaves the number alone, for any digits, point and exponent", () => {
    const text = fc
      .tuple(fc.constantFrom("", "-", "+"), digits(1, 12), digits(0, 12), fc.option(fc.integer({ min: -40, max: 40 })))
      .map(([sign, whole, fraction, e]) => `${sign}${whole}.${fraction}${e === null ? "" : `e${e}`}`);
    let fast = 0;
    fc.assert(
      fc.property(text, (t) => {
        const value = scanned(t);
        if (value !== undefined) {
          fast++;
          expect(value).toBe(Number(t));
        }
      }),
      { numRuns: 20_000, seed: 1 },
    );
    expect(fast).toBeGreaterThan(10_000);
  });

  it("reads the shortest and the 17-digit text of any f64 back, or leaves it alone", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e300, max: 1e300 }), (v) => {
        for (const text of [numberText(v), v.toExponential(16), v.toPrecision(17), v.toPrecision(19)]) {
          const value = scanned(text);
          if (value !== undefined) expect(value).toBe(Number(text));
        }
      }),
      { numRuns: 10_000, seed: 2 },
    );
  });

  it("takes the fast way for 17 digits between 0 and 1, nearly always", () => {
    let fast = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 53 - 1 }), (k) => {
        const text = (k / 2 ** 53).toFixed(17);
        const value = scanned(text);
        if (value !== undefined) {
          fast++;
          expect(value).toBe(Number(text));
        }
      }),
      { numRuns: 5000, seed: 3 },
    );
    expect(fast).toBeGreaterThan(4990);
  });

  it("is never wrong close to the middle between two f64", () => {
    let near = 0;
    fc.assert(
      fc.property(fc.integer({ min: 2 ** 52, max: 2 ** 53 - 2 }), fc.integer({ min: -2, max: 2 }), (m, off) => {
        // (2m + 1) / 2^k is the middle of two f64; written out exactly, then changed in its last digits.
        const middle = BigInt(m) * 2n + 1n;
        for (const k of [1, 2, 3, 4]) {
          const text = `${(middle * 5n ** BigInt(k)) / 10n ** BigInt(k)}.${(((middle * 5n ** BigInt(k)) % 10n ** BigInt(k)) + BigInt(off)).toString().padStart(k, "0")}`;
          if (text.includes("-")) continue;
          near++;
          const value = scanned(text);
          if (value !== undefined) expect(value).toBe(Number(text));
        }
      }),
      { numRuns: 3000, seed: 4 },
    );
    expect(near).toBeGreaterThan(5000);
    expect(scanned("9007199254740993")).toBeUndefined();
    expect(scanned("9007199254740993.5")).toBe(9007199254740994);
    expect(scanned("0.500000000000000167")).toBe(0.5000000000000002);
  });

  it.each([
    ["0", 0],
    ["-0", -0],
    ["007", 7],
    [".5", 0.5],
    ["5.", 5],
    ["-.19", -0.19],
    ["+1e3", 1000],
    ["1E-3", 0.001],
    ["0e999", 0],
    ["123456789012345e22", 123456789012345e22],
    ["1e22", 1e22],
    ["0.000001", 1e-6],
  ])("reads %s", (text, value) => {
    expect(scanned(text)).toBe(value);
  });

  it.each(["", "-", ".", "e5", "-.e5", "1e", "1e+", "nan", "1e23", "1e-23", "12345678901234567890", "١"])(
    "leaves %j alone",
    (text) => {
      expect(scanned(text)).toBeUndefined();
    },
  );

  it("takes a decimal comma and stops at what follows", () => {
    expect(scanned("1,5", 44)).toBe(1.5);
    const out = new Float64Array(1);
    expect(scanNumber(bytesOf("xx-2.5;7"), 2, 8, 46, out, 0)).toBe(6);
    expect(out[0]).toBe(-2.5);
    expect(scanNumber(bytesOf("0x10"), 0, 4, 46, out, 0)).toBe(1);
    expect(scanNumber(bytesOf("1_000"), 0, 5, 46, out, 0)).toBe(1);
    expect(scanNumber(bytesOf("12345"), 0, 3, 46, out, 0)).toBe(3);
    expect(out[0]).toBe(123);
  });
});

describe("the number writer", () => {
  const text = (v: number, point = 46): string => {
    const target = new Uint8Array(3 + 2 * NUMBER_ROOM);
    return Buffer.from(target.subarray(3, writeNumber(v, target, 3, point))).toString();
  };

  it("writes what String writes, for any f64, within its room", () => {
    fc.assert(
      fc.property(anyF64, (v) => {
        const written = text(v);
        expect(written.length).toBeLessThanOrEqual(NUMBER_ROOM);
        expect(written).toBe(numberText(v));
        if (Number.isFinite(v) && !Object.is(v, -0)) expect(written).toBe(String(v));
      }),
      { numRuns: 20_000, seed: 5 },
    );
  });

  it("writes short decimals of one to nine places as String does", () => {
    for (let places = 0; places <= 9; places++)
      for (let i = -2000; i < 2000; i += 7) {
        const v = Number(`${i}e-${places}`);
        if (i !== 0) expect(text(v)).toBe(String(v));
      }
  });

  it.each([
    [0, "0"],
    [-0, "-0"],
    [Number.NaN, "nan"],
    [Infinity, "inf"],
    [-Infinity, "-inf"],
    [999999999.999999, "999999999.999999"],
    [1e9, "1000000000"],
    [1e21, "1e+21"],
    [0.000001, "0.000001"],
    [0.0000015, "0.0000015"],
    [1e-7, "1e-7"],
    [5e-324, "5e-324"],
    [-1.7976931348623157e308, "-1.7976931348623157e+308"],
    [0.1 + 0.2, "0.30000000000000004"],
    [2 ** 53, "9007199254740992"],
  ])("writes %s as %s", (v, expected) => {
    expect(text(v)).toBe(expected);
  });

  it("writes a decimal comma, and complex numbers with both signs", () => {
    expect(text(-1.25, 44)).toBe("-1,25");
    expect(text(0.1 + 0.2, 44)).toBe("0,30000000000000004");
    const target = new Uint8Array(99);
    const complex = (re: number, im: number): string =>
      Buffer.from(target.subarray(0, writeComplex(re, im, target, 0, 46))).toString();
    for (const [re, im, expected] of [
      [1, 2, "1+2i"],
      [1, -2, "1-2i"],
      [-0, 0, "-0+0i"],
      [0, -0, "0-0i"],
      [Number.NaN, Infinity, "nan+infi"],
      [0.5, -Infinity, "0.5-infi"],
    ] as const) {
      expect(complex(re, im)).toBe(expected);
      expect(complexText(re, im)).toBe(expected);
    }
  });
});

describe("a cell", () => {
  const cell = (text: string, decimalComma = false, na: string[] = []): unknown => {
    const found = readCell(text, decimalComma, new Set(na));
    return found.kind === "number" ? (found.im === undefined ? found.re : [found.re, found.im]) : found.kind;
  };

  it.each<[string, unknown]>([
    ["1", 1],
    ["-.19", -0.19],
    ["5.", 5],
    ["+1.5E+3", 1500],
    ["inf", Infinity],
    ["-Infinity", -Infinity],
    ["NaN", "missing"],
    ["-nan", "missing"],
    ["", "missing"],
    ["1e999", "overflow"],
    ["-1e999", "overflow"],
    ["1e-999", 0],
    ["1+2i", [1, 2]],
    ["-i", [0, -1]],
    ["i", [0, 1]],
    ["+j", [0, 1]],
    ["2.5j", [0, 2.5]],
    ["(1+2j)", [1, 2]],
    ["(-2.5e-3-1e2j)", [-0.0025, -100]],
    ["1e+5i", [0, 100000]],
    ["1e-2-3i", [0.01, -3]],
    ["1-i", [1, -1]],
    ["nan+2i", [Number.NaN, 2]],
    ["-0-0i", [-0, -0]],
    ["1+1e999i", "overflow"],
  ])("%j means %j", (text, expected) => {
    expect(cell(text)).toEqual(expected);
  });

  it.each([
    "0x10",
    "0b11",
    "1_000",
    "1,000",
    "1e",
    "e5",
    ".",
    "+",
    "-",
    "--1",
    "+-1",
    "1 2",
    "abc",
    "1abc",
    "12i3",
    "1+2",
    "1++2i",
    "1+2I",
    "(1)",
    "(1+2i",
    "1+2i)",
    "1+2ij",
    "infinite",
    "i1",
    "1i+2",
    "true",
    "null",
    "NA",
    "１",
    "1e5.5",
    "𝟏",
  ])("%j is no number", (text) => {
    expect(cell(text)).toBe("text");
  });

  it("takes a decimal comma in place of the point, not beside it", () => {
    expect(cell("1,5", true)).toBe(1.5);
    expect(cell("1,5-2,5i", true)).toEqual([1.5, -2.5]);
    expect(cell("1.5", true)).toBe("text");
    expect(cell("1.234,5", true)).toBe("text");
    expect(cell("1,2,3", true)).toBe("text");
  });

  it("knows words for missing values letter by letter", () => {
    expect(cell("***", false, ["***", "-999"])).toBe("missing");
    expect(cell("-999", false, ["***", "-999"])).toBe("missing");
    expect(cell("-999.0", false, ["-999"])).toBe(-999);
    expect(cell("na", false, ["NA"])).toBe("text");
  });

  it("does not spend long on long cells", () => {
    const start = performance.now();
    expect(cell("1".repeat(1_000_000))).toBe("text");
    expect(cell(`${"1".repeat(4000)}x`)).toBe("text");
    expect(performance.now() - start).toBeLessThan(500);
  });
});
