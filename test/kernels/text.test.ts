import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { type Kernel, kernelOf } from "../../src/base/kernel.js";
import { rational } from "../../src/base/rational.js";
import { integerTaps } from "../../src/kernels/algebra.js";
import { parseKernelText, printKernelText, type TextOrigin } from "../../src/kernels/text.js";

const inline = (text: string): Kernel => parseKernelText(text, "--kernel");
const shape = (k: Kernel): number[] => [k.width, k.height, k.rank];

function refusal(text: string, origin: TextOrigin): [message: string, exitCode: number] {
  try {
    parseKernelText(text, origin === "file" ? "k.txt" : "--kernel", origin);
  } catch (e) {
    if (e instanceof UserError) return [e.message, e.exitCode];
    throw e;
  }
  return ["accepted", 0];
}

const TAPS = "Taps are written as -0.5, 1e-3, 2/3 or 1+2i.";

describe("kernel texts", () => {
  it("are a list, a matrix, a row or a column", () => {
    const matrix = inline("0 -1 0; -1 5 -1; 0 -1 0");
    expect([shape(matrix), Array.from(matrix.taps)]).toEqual([
      [3, 3, 2],
      [0, -1, 0, -1, 5, -1, 0, -1, 0],
    ]);
    expect(shape(inline("-1,0,1"))).toEqual([3, 1, 1]);
    expect(shape(inline("-1 0 1"))).toEqual([3, 1, 1]);
    expect(shape(inline("-1 0 1;"))).toEqual([3, 1, 2]);
    expect(shape(inline("1;2;1"))).toEqual([1, 3, 2]);
    expect(shape(inline("1;2;1;"))).toEqual([1, 3, 2]);
    expect(shape(inline("7"))).toEqual([1, 1, 1]);
    expect(shape(inline("7;"))).toEqual([1, 1, 2]);
    expect(shape(inline("1 2\n3 4\n"))).toEqual([2, 2, 2]);
    expect(inline("1 2").name).toBe("inline");
  });

  it("separate taps by commas with or without blanks, by blanks, and by tabs", () => {
    for (const text of ["1,2,3", "1, 2 ,3", " 1 ,2,  3 ", "1 2 3", "1\t2  3\t"]) {
      expect([shape(inline(text)), Array.from(inline(text).taps)]).toEqual([
        [3, 1, 1],
        [1, 2, 3],
      ]);
    }
  });

  it("have comments, a byte order mark and any line ends in files", () => {
    const k = parseKernelText("\ufeff# edges\r\n1, 0 // first\r-1, .5e1;\n\n  # end\n", "k.txt", "file");
    expect([shape(k), Array.from(k.taps), k.name, k.about.origin]).toEqual([[2, 2, 2], [1, 0, -1, 5], "k.txt", "text"]);
    expect(shape(parseKernelText("1 2 1\n", "k.txt", "file"))).toEqual([3, 1, 1]);
  });

  it("keep fractions exact: over a common divisor where that fits", () => {
    const box = inline("1/9 1/9 1/9");
    expect([Array.from(box.taps), box.divisor, box.exactTaps]).toEqual([[1, 1, 1], rational(9n), undefined]);
    const mixed = inline("1/3, 0.5, -2");
    expect([Array.from(mixed.taps), mixed.divisor]).toEqual([[2, 3, -12], rational(6n)]);
    const decimals = inline("0.25 0.5 0.25");
    expect([Array.from(decimals.taps), decimals.divisor]).toEqual([[0.25, 0.5, 0.25], rational(1n)]);
    expect(inline("6/2 4/4").taps).toEqual(Float64Array.of(3, 1));
  });

  it("keep fractions exact beside decimals that have no small denominator", () => {
    const k = inline("1/3 0.1");
    expect(Array.from(k.taps)).toEqual([1 / 3, 0.1]);
    expect(k.exactTaps).toEqual([rational(1n, 3n), rational(3602879701896397n, 36028797018963968n)]);
    expect(integerTaps(k)).toBeUndefined();
    const dyadic = inline("1/2 0.1");
    expect([Array.from(dyadic.taps), dyadic.exactTaps]).toEqual([[0.5, 0.1], undefined]);
  });

  it("read complex taps", () => {
    const k = inline("1+2i, 2j, -i, 3, 1e2-.5e-1j, i");
    expect(Array.from(k.taps)).toEqual([1, 0, 0, 3, 100, 0]);
    expect(Array.from(k.imag!)).toEqual([2, 2, -1, 0, -0.05, 1]);
    const exact = inline("1/3 2i");
    expect([Array.from(exact.taps), Array.from(exact.imag!), exact.divisor]).toEqual([[1, 0], [0, 6], rational(3n)]);
    const near = inline("1/3 0.1i");
    expect([Array.from(near.taps), near.exactTaps]).toEqual([[1 / 3, 0], undefined]);
  });

  it.each([
    ["", "there are no taps"],
    ["  \n ", "there are no taps"],
  ])("of nothing (%j) are refused", (text, found) => {
    expect(refusal(text, "inline")).toEqual([`--kernel: ${found}. ${TAPS}`, 2]);
    expect(refusal(text, "file")).toEqual([`k.txt: ${found}. ${TAPS}`, 3]);
  });

  const ragged = "Give all rows the same length.";
  const mixed = "Separate all taps by commas or all by blanks; a decimal comma is never read as one.";
  it.each([
    ["1 a 3", 1, 3, '"a" is not a number', TAPS],
    ["1 2;3 x", 1, 7, '"x" is not a number', TAPS],
    ["1 2\n3 \u001b[31m", 2, 3, '"\\e[31m" is not a number', TAPS],
    ["1 0x10", 1, 3, '"0x10" is not a number', TAPS],
    ["1 1_000", 1, 3, '"1_000" is not a number', TAPS],
    ["1 / 9", 1, 3, '"/" is not a number', TAPS],
    ["1 NaN", 1, 3, '"NaN" is not finite', TAPS],
    ["-inf 1", 1, 1, '"-inf" is not finite', TAPS],
    ["1e999 1", 1, 1, '"1e999" is beyond the range of a 64-bit float', TAPS],
    ["1e999i 1", 1, 1, '"1e999i" is beyond the range of a 64-bit float', TAPS],
    ["1/0 1", 1, 1, '"1/0" divides by 0', TAPS],
    ["1/-3 1", 1, 1, '"1/-3" is not a number', TAPS],
    ["1i2 1", 1, 1, '"1i2" is not a number', TAPS],
    ["+ 1", 1, 1, '"+" is not a number', TAPS],
    ["1,,2", 1, 3, "tap 2 of row 1 is empty", TAPS],
    ["1,2,", 1, 5, "tap 3 of row 1 is empty", TAPS],
    [",1", 1, 1, "tap 1 of row 1 is empty", TAPS],
    ["1;;2", 1, 3, "row 2 is empty", "Leave out one of the semicolons."],
    [";1", 1, 1, "row 1 is empty", "Leave out one of the semicolons."],
    ["1 2; 3", 1, 6, "row 2 has 1 tap, row 1 has 2", ragged],
    ["1 2 3\n\n4 5 6 7", 3, 1, "row 2 has 4 taps, row 1 has 3", ragged],
    ["0,5 0,25", 1, 4, "commas and blanks both separate taps here", mixed],
    ["1 2\n3,4", 2, 2, "commas and blanks both separate taps here", mixed],
  ])("such as %j are refused with the place of the mistake", (text, line, column, found, remedy) => {
    const where = line === 1 ? `character ${column}` : `character ${column} of line ${line}`;
    expect(refusal(text, "inline")).toEqual([`--kernel: ${found} (${where}). ${remedy}`, 2]);
    expect(refusal(text, "file")).toEqual([`k.txt:${line}:${column}: ${found}. ${remedy}`, 3]);
  });

  it("have no comments on the command line", () => {
    expect(refusal("1 2 # x", "inline")[0]).toBe(`--kernel: "#" is not a number (character 5). ${TAPS}`);
  });

  it("read back as they were printed", () => {
    const real = fc.double({ noDefaultInfinity: true, noNaN: true });
    const extent = fc.record({ width: fc.integer({ min: 1, max: 5 }), height: fc.integer({ min: 1, max: 4 }) });
    fc.assert(
      fc.property(extent, fc.boolean(), fc.boolean(), fc.infiniteStream(real), (size, complex, list, numbers) => {
        const n = size.width * size.height;
        const draw = (): Float64Array => Float64Array.from(numbers.take(n));
        const rank = list && size.height === 1 ? 1 : 2;
        const k = kernelOf(draw(), { ...size, rank }, complex ? { imag: draw() } : {});
        const back = inline(printKernelText(k));
        expect(back).toEqual(k);
      }),
    );
  });

  it("of fractions read back to the same filter", () => {
    const fraction = fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: 1, max: 40 }));
    fc.assert(
      fc.property(fc.array(fraction, { minLength: 1, maxLength: 6 }), (taps) => {
        const k = inline(taps.map(([p, q]) => `${p}/${q}`).join(" "));
        expect(inline(printKernelText(k))).toEqual(k);
      }),
    );
  });
});
