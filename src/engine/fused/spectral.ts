/**
 * f32 to f32 by transforms in f32, where haste was asked for: overlap-save like `algorithms/fft.ts`, on a grid that begins at
 * input sample 0 too, with blocks whose length follows from the kernel alone.
 */
import { type SpectralSetup, spectral } from "../../routines/spectral.js";
import { log2Ceil, transformError } from "../algorithms/fft-error.js";
import { tablesDown } from "../algorithms/fft-tables.js";
import { dilatedExtent } from "../geometry.js";
import { type Estimate, estimate } from "../pricing.js";
import { absoluteSum, euclideanNorm, type Problem } from "../problem.js";
import { areKept, hastyTaps, inHaste, sumError, TINY } from "./fast.js";
import { type Fused, type FusedCall, no, type Prospect } from "./fused.js";
import { UNIT32 } from "./settling.js";

export const fftFast: Fused<SpectralSetup> = { name: "fft-fast", method: "fft", consider, kind: spectral };

/** Points of the largest block. */
const MOST_POINTS = 1 << 20;
/** A near cache holds so many points with their spectrum; beyond it, and beyond twice that, a point costs so much more. */
const NEAR_POINTS = 1 << 16;
const FAR = 1.5;
const FURTHER = 2;
/** Halvings that a point costs besides its own. */
const BESIDES = 10;
/** Extent of a usual picture: the last blocks of a row and of a column are half empty. */
const USUAL = 2048;
/** Lengths of circles, powers of two and three and five times those, with the halvings that they are. */
const LENGTHS = [1, 3, 5].flatMap((odd) =>
  Array.from({ length: 9 }, (_, i) => {
    const length = odd * (16 << i);
    return { length, halvings: log2Ceil(odd) + 4 + i };
  }),
);
/** No product or sum of a transform may come near the range of f32; nor may taps be lost below it. */
const GREATEST = 1e37;
const TAPS = [1e-24, 1e24] as const;

/** A circle: its extent in elements and rows, and the outputs that it makes in pixels and rows. */
interface Circle {
  readonly columns: number;
  readonly height: number;
  readonly stepX: number;
  readonly stepY: number;
}

function consider(call: FusedCall): Prospect<SpectralSetup> {
  const { problem, field, out, request } = call;
  const common = inHaste(call);
  if ("because" in common) return common;
  if (problem.taps.width === 1 || problem.taps.height === 1) return no("the kernel is one line");
  const { divisor, offset } = request.rule.affine.f64;
  if (!areKept(call)) return no("a tap is too small or too large for f32");
  const largest = problem.taps.real.reduce((most, t) => Math.max(most, Math.abs(t)), 0) / Math.abs(divisor);
  if (largest < TAPS[0] || largest > TAPS[1]) return no("the taps are too small or too large for transforms in f32");
  const circle = circleFor(problem);
  if (!circle) return no("the kernel is too large for blocks in f32");
  const { columns, height, stepX, stepY } = circle;
  const points = columns * height;
  const { x, y, channels } = problem;
  const spanX = dilatedExtent(x.taps, x.dilation);
  const [inputStep, outputStep] = [4 * field.width * channels, 4 * x.outputs * channels];
  const rows = 2 * stepY;
  const setup = (): SpectralSetup => ({
    frame: {
      input: "f32",
      output: "f32",
      elements: stepX * channels,
      halo: (spanX - 1) * channels,
      rows,
      inputRows: rows + common.span - 1,
      // Windows of the first band begin at a multiple of eight bytes of the input, before its first output if need be.
      lie: {
        input: { first: field.data.byteOffset & 7, step: inputStep & 7 },
        output: {
          first: (out.data.byteOffset - y.origin * outputStep - 4 * x.origin * channels) & 7,
          step: outputStep & 7,
        },
      },
      grid: { rows, columns: stepX },
    },
    taps: hastyTaps(call),
    span: common.span,
    offset,
    columns,
    height,
    along: tablesDown(columns),
    down: tablesDown(height),
    limit: GREATEST / (4 * points * Math.max(1, absoluteSum(problem.taps) / Math.abs(divisor))),
  });
  return {
    setup,
    ...estimated(problem, circle),
    error: () =>
      Math.max(
        spectralError(problem, points, divisor, offset),
        sumError(problem, problem.taps.real.length + 3, 0, divisor, offset),
      ),
    note: `blocks of ${stepX}×${rows} outputs, transformed in f32`,
  };
}

/** The circle that costs least for each output. */
function circleFor({ x, y, channels }: Problem): Circle | undefined {
  const halo = (dilatedExtent(x.taps, x.dilation) - 1) * channels;
  const span = dilatedExtent(y.taps, y.dilation);
  let best: Circle | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const { length: columns, halvings: along } of LENGTHS) {
    // Steps in eights: rows of all bands lie alike, modulo eight bytes.
    const stepX = 8 * Math.floor((columns - halo) / channels / 8);
    if (stepX <= 0) continue;
    for (const { length: height, halvings: down } of LENGTHS) {
      const stepY = 4 * Math.floor((height - span + 1) / 4);
      const points = columns * height;
      if (stepY <= 0 || points > MOST_POINTS) continue;
      const distance = points <= NEAR_POINTS ? 1 : points <= 2 * NEAR_POINTS ? FAR : FURTHER;
      const empty = (1 + stepX / (2 * USUAL)) * (1 + stepY / USUAL);
      const cost = ((along + down + BESIDES) * distance * empty * points) / (stepX * stepY);
      if (cost >= least) continue;
      least = cost;
      best = { columns, height, stepX, stepY };
    }
  }
  return best;
}

/** Blocks are transformed as a whole, however little of them is asked for, and so is the kernel, once. */
function estimated({ x, y, taps, channels }: Problem, { columns, height, stepX, stepY }: Circle): Estimate {
  const spanned = ({ origin, outputs }: typeof x, step: number): number =>
    Math.floor((origin + outputs - 1) / step) - Math.floor(origin / step) + 1;
  const points = columns * height;
  const blocks = spanned(x, stepX) * spanned(y, 2 * stepY);
  const outputs = 2 * stepX * stepY * channels;
  const lines = 2 * height + 2 * stepY;
  const [point, halving] = [2 * points, 2 * points * log2Ceil(points)];
  return estimate(
    "fft-fast",
    { halving: halving / outputs, point: point / outputs, row: lines / outputs },
    {
      call: 1,
      halving: blocks * halving,
      point: blocks * point,
      row: blocks * lines,
      prepared: halving,
      table: taps.real.length,
    },
  );
}

/**
 * As `transformError` has it, for f32; taps are divided and rounded before; and of what underflows in any of some ten
 * operations a halving and point.
 */
function spectralError(problem: Problem, points: number, divisor: number, offset: number): number {
  const { facts, taps } = problem;
  const by = Math.abs(divisor);
  const largest = facts.largest + facts.error;
  const absolute = absoluteSum(taps) / by;
  const sum = transformError(points, euclideanNorm(taps) / by, largest * Math.sqrt(2 * points), UNIT32);
  const rounded = UNIT32 * (2 * absolute * largest + Math.abs(offset));
  const lost = 10 * log2Ceil(points) * (absolute + points) * TINY;
  return (sum + rounded + lost) * by + absoluteSum(taps) * facts.error;
}
