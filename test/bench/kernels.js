// The kernels of the cells: taps in the form each tool can take, and the library's Kernel.
import { kernelFrom, kernelOf } from "../../dist/index.js";
import { generator } from "./data.js";

/**
 * { name, width, height, taps (the values that act, divisor applied), numerators, divisor, row?, column? (factors of a
 * separable kernel), kernel (the library's), work (taps that are not zero) }.
 *
 * Forms: `integer:N` whole taps whose sum is a power of two, which is also the divisor (so tools that always divide by
 * the sum, and tools that take floats, get the same kernel exactly); `real:N`; `gaussian:SIGMA` or `gaussian:SIGMA:N`;
 * `box:N`; `sharpen`; `sobel`; `line:N` and `lowpass:N` for signals.
 */
export function makeKernel(form, seed = 1) {
  const [family, first, second] = form.split(":");
  switch (family) {
    case "sharpen":
      return whole(form, 3, [0, -1, 0, -1, 5, -1, 0, -1, 0], 1);
    case "sobel":
      return whole(form, 3, [-1, 0, 1, -2, 0, 2, -1, 0, 1], 1);
    case "integer":
      return integer(form, Number(first), seed);
    case "real":
      return real(form, Number(first), seed);
    case "box":
      return box(form, Number(first));
    case "gaussian":
      return gaussian(form, Number(first), second === undefined ? undefined : Number(second));
    case "line": {
      const n = Number(first);
      const taps = new Float64Array(n).fill(1 / n);
      return {
        name: form,
        width: n,
        height: 1,
        taps,
        kernel: kernelOf(taps, { width: n, rank: 1 }, { name: form }),
        work: n,
      };
    }
    case "lowpass":
      return lowpass(form, Number(first));
    default:
      throw new Error(`there is no kernel ${form}`);
  }
}

const rational = (n) => ({ num: BigInt(n), den: 1n });
const count = (taps) => taps.reduce((n, t) => n + (t === 0 ? 0 : 1), 0);

function whole(name, size, numerators, divisor) {
  const taps = Float64Array.from(numerators, (n) => n / divisor);
  const shape = { width: size, height: size, rank: 2 };
  const kernel = kernelOf(Float64Array.from(numerators), shape, { divisor: rational(divisor), name });
  return { name, width: size, height: size, taps, numerators, divisor, kernel, work: count(taps) };
}

function integer(name, size, seed) {
  const next = generator(1000 * seed + size);
  const numerators = Array.from({ length: size * size }, () => {
    const tap = Math.floor(13 * next()) - 4;
    return tap === 0 ? 1 : tap;
  });
  const sum = numerators.reduce((a, b) => a + b, 0);
  let divisor = 1;
  while (2 * divisor <= sum) divisor *= 2;
  // Spread what is missing to the power of two over taps from the middle on.
  for (let missing = divisor - sum, i = numerators.length >> 1; missing !== 0; i = (i + 1) % numerators.length) {
    const step = Math.sign(missing);
    if (numerators[i] + step === 0 || Math.abs(numerators[i] + step) > 20) continue;
    numerators[i] += step;
    missing -= step;
  }
  return whole(name, size, numerators, divisor);
}

function real(name, size, seed) {
  const next = generator(2000 * seed + size);
  const raw = Array.from({ length: size * size }, () => next() - 0.25);
  const sum = raw.reduce((a, b) => a + b, 0);
  const taps = Float64Array.from(raw, (t) => t / sum);
  const kernel = kernelOf(taps, { width: size, height: size, rank: 2 }, { name });
  return { name, width: size, height: size, taps, kernel, work: count(taps) };
}

function box(name, size) {
  const row = new Float64Array(size).fill(1 / size);
  const numerators = new Array(size * size).fill(1);
  const taps = Float64Array.from(numerators, () => 1 / (size * size));
  const kernel = kernelFrom(`box:${size}`, 2);
  return {
    name,
    width: size,
    height: size,
    taps,
    numerators,
    divisor: size * size,
    row,
    column: row,
    kernel,
    work: taps.length,
  };
}

function gaussian(name, sigma, taps1d) {
  const kernel = kernelFrom(`gaussian:sigma=${sigma}${taps1d === undefined ? "" : `,size=${taps1d}`}`, 2);
  const { width } = kernel;
  const bell = Float64Array.from({ length: width }, (_, i) =>
    Math.exp(-((i - (width - 1) / 2) ** 2) / (2 * sigma ** 2)),
  );
  const sum = bell.reduce((a, b) => a + b, 0);
  const row = bell.map((b) => b / sum);
  const taps = Float64Array.from({ length: width * width }, (_, i) => row[i % width] * row[Math.floor(i / width)]);
  const text = `gaussian:sigma=${sigma},size=${width}`;
  return { name, width, height: width, taps, row, column: row, sigma, text, kernel, work: taps.length };
}

/** A windowed cosine with ripples, sum 1: as long filters for signals look. */
function lowpass(name, size) {
  const middle = (size - 1) / 2;
  const raw = Array.from({ length: size }, (_, i) => {
    const x = (i - middle) / (middle + 1);
    return (0.5 + 0.5 * Math.cos(Math.PI * x)) * (1 + 0.3 * Math.cos(i * 0.7)) * (i % 7 === 3 ? -0.2 : 1);
  });
  const sum = raw.reduce((a, b) => a + b, 0);
  const taps = Float64Array.from(raw, (t) => t / sum);
  return {
    name,
    width: size,
    height: 1,
    taps,
    kernel: kernelOf(taps, { width: size, rank: 1 }, { name }),
    work: count(taps),
  };
}
