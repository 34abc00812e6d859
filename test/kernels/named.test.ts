import { describe, expect, it } from "vitest";
import { equalsItsFlip, type Kernel } from "../../src/base/kernel.js";
import { rational, toNumber } from "../../src/base/rational.js";
import { gain } from "../../src/kernels/algebra.js";
import { NAMED_KERNELS } from "../../src/kernels/all.js";
import { exactSum } from "../../src/kernels/exact.js";
import { buildNamed } from "../../src/kernels/parse-named.js";
// Made with SciPy 1.17.1 and NumPy 2.4.6: signal.firwin(fs=1), signal.savgol_coeffs(use="dot"),
// ndimage.gaussian_filter1d of an impulse; savgol:25,6 by exact fractions
// (savgol_coeffs is off by 3·10⁻¹¹ there); log from its formula minus the mean; motion by counting 4·10⁶ points of the
// line (so to five decimals).
import golden from "./golden.json" with { type: "json" };

const values = (k: Kernel): number[] => Array.from(k.taps, (t) => t / toNumber(k.divisor));

function rowsOf(k: Kernel): number[][] {
  return Array.from({ length: k.height }, (_, y) => Array.from(k.taps.slice(y * k.width, (y + 1) * k.width)));
}

function expectNear(got: readonly number[], wanted: readonly number[], tolerance: number): void {
  expect(got.length).toBe(wanted.length);
  const off = got.map((v, i) => Math.abs(v - wanted[i]));
  expect(Math.max(...off)).toBeLessThan(tolerance);
}

describe("every named kernel", () => {
  const forms = NAMED_KERNELS.flatMap((k) => k.examples.map((text) => ({ text, of: k })));

  it.each(forms)("$text keeps what its group promises", ({ text, of }) => {
    const sums = { smoothing: 1, effect: 1, edges: 0 } as const;
    for (const rank of [1, 2] as const) {
      const k = buildNamed(text, rank);
      if (of.group === "signal") expect([k.rank, k.height]).toEqual([1, 1]);
      else expect(gain(k)).toEqual(rational(BigInt(sums[of.group])));
    }
  });

  it("has a name, a title and examples of its own", () => {
    expect(new Set(NAMED_KERNELS.map((k) => k.name)).size).toBe(NAMED_KERNELS.length);
    for (const k of NAMED_KERNELS) {
      expect(k.name).toMatch(/^[a-z]+$/);
      expect(k.title).not.toBe("");
      expect(k.sizeRule).not.toBe("");
      expect(k.examples.length).toBeGreaterThan(0);
      for (const text of k.examples) expect(text.split(":")[0]).toBe(k.name);
      for (const p of k.parameters) expect(p.help).not.toBe("");
    }
  });

  it.each(forms)("$text builds for signals and planes, finite, and says how its size came about", ({ text }) => {
    for (const rank of [1, 2] as const) {
      const k = buildNamed(text, rank);
      expect(k.name).toBe(text);
      expect(k.about.origin).toBe("named");
      expect(k.about.sizeRule).toMatch(/\S/);
      expect(k.taps.length).toBe(k.width * k.height);
      expect(k.channels).toBe(1);
      if (k.rank === 1) expect(k.height).toBe(1);
      expect(k.taps.every((t) => Number.isFinite(t))).toBe(true);
      expect(k.taps.some((t) => t !== 0)).toBe(true);
    }
  });

  it("sums to 1 exactly and equals its flip if it is a smoothing kernel, and only those have a rule of their own", () => {
    const smoothing = new Set<string>();
    for (const { text, of } of forms) {
      for (const rank of [1, 2] as const) {
        const k = buildNamed(text, rank);
        if (k.about.smoothing !== true) continue;
        smoothing.add(of.name);
        expect(gain(k)).toEqual(rational(1n));
        expect(equalsItsFlip(k, true)).toBe(true);
        expect(k.taps.every((t) => t >= 0)).toBe(true);
      }
    }
    expect([...smoothing].sort()).toEqual(["binomial", "box", "disk", "gaussian", "motion"]);
  });

  it("is a list on signals and a matrix on planes where the contract says so", () => {
    const ranks = (text: string): number[] => [buildNamed(text, 1).rank, buildNamed(text, 2).rank];
    for (const text of ["box:5", "gaussian:2", "binomial:5", "log:1", "identity", "motion:5"])
      expect(ranks(text)).toEqual([1, 2]);
    for (const text of ["savgol:7,2", "sinc:low,0.1,11"]) expect(ranks(text)).toEqual([1, 1]);
    for (const text of [
      "sobel:x",
      "laplacian",
      "sharpen",
      "disk:2",
      "box:5x1",
      "motion:5,90",
      "gaussian:1,sigma-y=2",
    ]) {
      expect(ranks(text)).toEqual([2, 2]);
    }
  });
});

describe("the numbers of named kernels", () => {
  it("are those of the contract for edges", () => {
    expect(rowsOf(buildNamed("sobel:x", 2))).toEqual([
      [-1, 0, 1],
      [-2, 0, 2],
      [-1, 0, 1],
    ]);
    expect(rowsOf(buildNamed("sobel:y", 2))).toEqual([
      [-1, -2, -1],
      [0, 0, 0],
      [1, 2, 1],
    ]);
    expect(buildNamed("sobel", 2).taps).toEqual(buildNamed("sobel:x", 2).taps);
    expect(rowsOf(buildNamed("prewitt:direction=x", 2))).toEqual([
      [-1, 0, 1],
      [-1, 0, 1],
      [-1, 0, 1],
    ]);
    expect(rowsOf(buildNamed("scharr:y", 2))).toEqual([
      [-3, -10, -3],
      [0, 0, 0],
      [3, 10, 3],
    ]);
    expect(rowsOf(buildNamed("laplacian", 2))).toEqual([
      [0, 1, 0],
      [1, -4, 1],
      [0, 1, 0],
    ]);
    expect(rowsOf(buildNamed("laplacian:8", 2))).toEqual([
      [1, 1, 1],
      [1, -8, 1],
      [1, 1, 1],
    ]);
    expect(rowsOf(buildNamed("sharpen", 2))).toEqual([
      [0, -1, 0],
      [-1, 5, -1],
      [0, -1, 0],
    ]);
    expect(rowsOf(buildNamed("emboss", 2))).toEqual([
      [-2, -1, 0],
      [-1, 1, 1],
      [0, 1, 2],
    ]);
    expect(rowsOf(buildNamed("identity", 2))).toEqual([[1]]);
  });

  it("are integers over a divisor for box, binomial and disk", () => {
    const box = buildNamed("box:3x2", 1);
    expect([box.width, box.height, box.divisor]).toEqual([3, 2, rational(6n)]);
    const binomial = buildNamed("binomial:5", 1);
    expect([Array.from(binomial.taps), binomial.divisor]).toEqual([[1, 4, 6, 4, 1], rational(16n)]);
    expect(rowsOf(buildNamed("binomial:3", 2))).toEqual([
      [1, 2, 1],
      [2, 4, 2],
      [1, 2, 1],
    ]);
    const longest = buildNamed("binomial:57", 1);
    expect(longest.divisor).toEqual(rational(1n << 56n));
    expect(longest.taps[28]).toBe(7648690600760440);
    expect(rowsOf(buildNamed("disk:1.5", 2))).toEqual(
      [
        [1, 1, 1],
        [1, 1, 1],
        [1, 1, 1],
      ].map((r) => r),
    );
    expect(rowsOf(buildNamed("disk:2", 2))).toEqual([
      [0, 0, 1, 0, 0],
      [0, 1, 1, 1, 0],
      [1, 1, 1, 1, 1],
      [0, 1, 1, 1, 0],
      [0, 0, 1, 0, 0],
    ]);
    expect(buildNamed("disk:2", 2).divisor).toEqual(rational(13n));
  });

  it.each(Object.entries(golden.gaussian))("%s are scipy.ndimage's weights", (text, wanted) => {
    expectNear(values(buildNamed(text, 1)), wanted, 1e-15);
    const plane = values(buildNamed(text, 2));
    expectNear(
      plane,
      wanted.flatMap((a) => wanted.map((b) => a * b)),
      1e-15,
    );
  });

  it("are unnormalised taps with 1 in the middle for a Gaussian, whose size and lost tails it tells", () => {
    const k = buildNamed("gaussian:sigma=2", 2);
    expect([k.width, k.height, k.taps[8 * 17 + 8]]).toEqual([17, 17, 1]);
    expect(k.about.sizeRule).toBe("radius = floor(4*sigma + 0.5) = 8; tails left out along x: 0.000018 of the mass");
    const even = buildNamed("gaussian:1,size=4", 1);
    expect([even.taps[0], even.taps[1]]).toEqual([even.taps[3], even.taps[2]]);
    const oblong = buildNamed("gaussian:1,sigma-y=2", 2);
    expect([oblong.width, oblong.height]).toEqual([9, 17]);
    const thin = buildNamed("gaussian:1e-200,size=3", 1);
    expect(Array.from(thin.taps)).toEqual([0, 1, 0]);
  });

  it.each(Object.entries(golden.firwin))("%s are firwin's taps", (text, wanted) => {
    const k = buildNamed(text, 1);
    expectNear(Array.from(k.taps), wanted, 1e-15);
    expect(k.divisor).toEqual(rational(1n));
    expect(equalsItsFlip(k, true)).toBe(true);
  });

  it.each(Object.entries(golden.savgol))("%s are savgol_coeffs in the order that xcorr uses", (text, wanted) => {
    expectNear(values(buildNamed(text, 1)), wanted, 1e-14);
  });

  it("are exact fractions for Savitzky-Golay", () => {
    const k = buildNamed("savgol:7,2", 1);
    expect([Array.from(k.taps), k.divisor]).toEqual([[-2, 3, 6, 7, 6, 3, -2], rational(21n)]);
    const slope = buildNamed("savgol:5,2,1", 1);
    expect([Array.from(slope.taps), slope.divisor]).toEqual([[-2, -1, 0, 1, 2], rational(10n)]);
    // Too long for integers below 2^53: exact fractions beside their nearest f64.
    const long = buildNamed("savgol:801,14", 1);
    expect(long.divisor).toEqual(rational(1n));
    expect(long.exactTaps?.length).toBe(801);
    expect(gain(long)).toEqual(rational(1n));
    expect(long.taps[400]).toBe(toNumber(long.exactTaps![400]));
  });

  it("keep a polynomial of their order as it is, and differentiate it, for Savitzky-Golay", () => {
    const polynomial = (x: number): number => 3 - 2 * x + 5 * x * x - x * x * x;
    const at = (text: string): number => {
      const k = buildNamed(text, 1);
      let total = 0;
      for (let j = 0; j < k.width; j++) total += k.taps[j] * polynomial(j - (k.width - 1) / 2 + 2);
      return total / toNumber(k.divisor);
    };
    expect(at("savgol:9,3")).toBe(polynomial(2));
    expect(at("savgol:9,3,1")).toBe(-2 + 20 - 12);
    expect(at("savgol:9,3,2")).toBe(10 - 12);
    expect(at("savgol:9,3,3")).toBe(-6);
  });

  it.each(Object.entries(golden.log2))("%s is the Laplacian of a Gaussian on planes", (text, wanted) => {
    const k = buildNamed(text, 2);
    expectNear(Array.from(k.taps), wanted, 1e-14);
    expect(k.taps[(k.taps.length - 1) / 2]).toBeLessThan(0);
  });

  it.each(Object.entries(golden.log1))("%s is the second derivative of a Gaussian on signals", (text, wanted) => {
    expectNear(Array.from(buildNamed(text, 1).taps), wanted, 1e-15);
  });

  it("sum to exactly 0 for log, small and large, and stay symmetric", () => {
    for (const text of ["log:0.3", "log:1.5", "log:40", "log:7.3,size=15x31"]) {
      for (const rank of [1, 2] as const) {
        const k = buildNamed(text, rank);
        expect(exactSum(k.taps)).toEqual(rational(0n));
        expect(equalsItsFlip(k, true)).toBe(true);
      }
    }
  });

  it.each(Object.entries(golden.motion))(
    "%s weighs each square by the length of the line inside it",
    (text, wanted) => {
      const k = buildNamed(text, 2);
      expect(k.width).toBe(wanted.width);
      expectNear(values(k), wanted.taps, 1e-5);
    },
  );

  it("are a box for level motion, and a diagonal at 45 degrees that goes up to the right", () => {
    const level = buildNamed("motion:len=9", 1);
    expect([Array.from(level.taps), level.divisor]).toEqual([new Array(9).fill(1), rational(9n)]);
    const up = rowsOf(buildNamed("motion:4,45", 2)).map((row) => row.map((t) => (t > 0 ? 1 : 0)));
    expect(up).toEqual([
      [0, 0, 1],
      [0, 1, 0],
      [1, 0, 0],
    ]);
    expect(rowsOf(buildNamed("motion:3,90", 2))).toEqual([[1], [1], [1]]);
  });
});
