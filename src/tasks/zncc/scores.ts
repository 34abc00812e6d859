/**
 * Zero-mean normalised cross-correlation of a pattern with every window of a line of samples, quickly and with a bound:
 *
 * r[i] = Σ_j (x[i+j] − x̄_i)(k[j] − k̄) / √(Σ_j (x[i+j] − x̄_i)² · Σ_j (k[j] − k̄)²),
 *
 * x̄_i the mean of the K samples from i on. `exact` is the definition, carried in about 106 bits. `run` makes a block of
 * values by the engine (sums of products, through transforms for long patterns) and running sums of the samples less the
 * block's mean; each comes with a bound on its distance from `exact`, so that whoever decides something by a value can
 * ask for the exact one where the bound leaves it open. So decisions do not depend on how the samples were cut.
 */
import { axisBorder } from "../../base/border.js";
import { powerOfTwo } from "../../base/rational.js";
import { type Runner, UNIT } from "../../engine/algorithms/algorithm.js";
import { planBlocks } from "../../engine/algorithms/fft-blocks.js";
import { circlePoints, transformError } from "../../engine/algorithms/fft-error.js";
import { Extension } from "../../engine/extend.js";
import type { AxisGeometry } from "../../engine/geometry.js";
import { algorithmOf, planFor } from "../../engine/planner.js";
import type { Problem } from "../../engine/problem.js";
import { type Deviations, deviationsOf, likeness, unitScale } from "../../math/likeness.js";

/** Windows of a block where sums are made directly. */
const LINE = 16384;
/** Products by the definition that take as long as one window of a block. */
const FEW = 4;

export class ZnccScores {
  /** K, the samples of the pattern and of each window. */
  readonly length: number;
  /** Most windows of one `run`. */
  readonly step: number;
  /** The pattern has one value only; every score is 0 then. */
  readonly flatPattern: boolean;
  /** Of window i of the last `run`: its score, NaN where a sample of it is no finite number, 0 where all are equal. */
  readonly values: Float64Array;
  /** Bound on |values[i] − exact|; 0 where both are the same. */
  readonly errors: Float64Array;
  /** Windows of the last `run` whose samples are all equal, and whose samples are not all finite. */
  flat = 0;
  missing = 0;
  /** How sums are made: the name of an algorithm of the engine. */
  readonly algorithm: string;

  private readonly pattern: Deviations | undefined;
  private readonly window: Float64Array;
  private readonly block: Float64Array;
  /** Sums of the block's samples before i, and of their squares, with what rounding took from them. */
  private readonly sums: Float64Array;
  private readonly sumsRest: Float64Array;
  private readonly squares: Float64Array;
  private readonly squaresRest: Float64Array;
  private readonly runner: Runner;
  private readonly extension: Extension;
  /** Σ of the unit pattern: 0 but for rounding. */
  private readonly patternSum: number;
  /** Bound on the error of a sum of products with the unit pattern, as a part of ‖x‖: the block's, or the window's. */
  private readonly sumError: number;
  private readonly byTransforms: boolean;

  /** @param pattern K ≥ 1 finite samples */
  constructor(pattern: Float64Array) {
    this.length = pattern.length;
    const deviations = deviationsOf(pattern);
    this.pattern = deviations;
    this.flatPattern = deviations === undefined;
    const norm = Math.sqrt(deviations?.energy.high ?? 1);
    const unit = deviations ? deviations.values.map((v) => v / norm) : new Float64Array(pattern.length).fill(1);
    this.patternSum = unit.reduce((s, v) => s + v, 0);
    const problem = problemFor(unit, unit.length);
    const { algorithm } = planFor(problem, "auto");
    const plan = planBlocks(problem);
    const byTransforms = algorithm === "fft";
    this.byTransforms = byTransforms;
    this.algorithm = algorithm;
    this.step = byTransforms ? plan.stepX : LINE;
    const samples = this.step + this.length - 1;
    this.sumError = byTransforms ? transformError(circlePoints(plan), 1, 1) + 16 * UNIT : (this.length + 16) * UNIT;
    this.values = new Float64Array(this.step);
    this.errors = new Float64Array(this.step);
    this.window = new Float64Array(this.length);
    this.block = new Float64Array(samples);
    this.sums = new Float64Array(samples + 1);
    this.sumsRest = new Float64Array(samples + 1);
    this.squares = new Float64Array(samples + 1);
    this.squaresRest = new Float64Array(samples + 1);
    const whole = problemFor(unit, samples);
    this.runner = algorithmOf({ algorithm }).prepare(whole);
    const field = { data: this.block, width: samples, height: 1, channels: 1 };
    this.extension = new Extension(field, whole.x.border, whole.y.border, false);
  }

  /** Gives back what was borrowed; no call follows. */
  end(): void {
    this.runner.end?.();
  }

  /** The score of the window that begins at `at`, by the definition. */
  exact(samples: Float64Array, at: number): number {
    for (let i = at; i < at + this.length; i++) if (!(Math.abs(samples[i]) < Infinity)) return Number.NaN;
    const window = this.pattern && deviationsOf(samples, at, this.length, this.window);
    return window ? likeness(window, this.pattern) : 0;
  }

  /** As `run`, by the definition where windows are so few that it is sooner. */
  runFew(samples: Float64Array, at: number, count: number): void {
    if (count * this.length > FEW * this.step) {
      this.run(samples, at, count);
      return;
    }
    this.begin(samples, at);
    for (let i = 0; i < count; i++) {
      this.errors[i] = 0;
      this.values[i] = this.plainScore(samples, at, i) ?? this.exact(samples, at + i);
    }
  }

  /** Places in the windows of a run, from its first sample on: the last one that is missing, and that differs from the one before. */
  private lastMissing = -1;
  private lastChange = 0;

  /** Begins a run: looks at all samples of the first window but its last. */
  private begin(samples: Float64Array, at: number): void {
    this.flat = 0;
    this.missing = 0;
    this.lastMissing = -1;
    this.lastChange = 0;
    for (let j = 0; j < this.length - 1; j++) this.look(samples, at, j);
  }

  private look(samples: Float64Array, at: number, j: number): void {
    const v = samples[at + j];
    if (v - v !== 0) this.lastMissing = j;
    if (j > 0 && v !== samples[at + j - 1]) this.lastChange = j;
  }

  /** The score of window i where it needs no arithmetic; windows follow one another. */
  private plainScore(samples: Float64Array, at: number, i: number): number | undefined {
    this.look(samples, at, i + this.length - 1);
    if (this.lastMissing >= i) {
      this.missing++;
      return Number.NaN;
    }
    if (this.lastChange <= i) {
      this.flat++;
      return 0;
    }
    return this.flatPattern ? 0 : undefined;
  }

  /** Fills `values` and `errors` for `count` ≤ `step` windows, the first of which begins at `at`. */
  run(samples: Float64Array, at: number, count: number): void {
    const { block, length, sums, sumsRest, squares, squaresRest, values, errors, step } = this;
    const used = count + length - 1;
    this.centre(samples, at, used);
    const norm = Math.sqrt(squares[used] + squaresRest[used]);
    const made = this.runner.run(this.extension, { x0: 0, x1: step, y0: 0, y1: 1 }).real;
    // What the running sums themselves have lost: second order, and of the whole block.
    const drift = 2 * used * used * UNIT * UNIT * norm * norm;
    this.begin(samples, at);
    for (let i = 0, j = length - 1; i < count; i++, j++) {
      errors[i] = 0;
      const plain = this.plainScore(samples, at, i);
      if (plain !== undefined) {
        values[i] = plain;
        continue;
      }
      const sum = sums[j + 1] - sums[i] + (sumsRest[j + 1] - sumsRest[i]);
      const square = squares[j + 1] - squares[i] + (squaresRest[j + 1] - squaresRest[i]);
      const energy = square - (sum * sum) / length;
      const lost = 8 * UNIT * square + drift;
      if (!(energy > 4 * lost)) {
        values[i] = 0;
        errors[i] = 2;
        continue;
      }
      const root = Math.sqrt(energy);
      const value = (made[i] - (sum / length) * this.patternSum) / root;
      values[i] = value > 1 ? 1 : value < -1 ? -1 : value;
      const size = this.byTransforms ? norm : Math.sqrt(square);
      errors[i] = (this.sumError * (size / root) + lost / energy + 16 * UNIT) * 1.001;
    }
    block.fill(0, 0, used);
  }

  /** The block's samples less their mean, scaled to about 1 (0 where they are no numbers), and their running sums. */
  private centre(samples: Float64Array, at: number, used: number): void {
    const { block, sums, sumsRest, squares, squaresRest } = this;
    let [largest, sum, counted] = [0, 0, 0];
    for (let i = at; i < at + used; i++) {
      const size = Math.abs(samples[i]);
      if (size > largest && size < Infinity) largest = size;
    }
    const scale = unitScale(largest);
    for (let i = at; i < at + used; i++) {
      const v = samples[i];
      if (v - v !== 0) continue;
      sum += v * scale;
      counted++;
    }
    const mean = counted === 0 ? 0 : sum / counted;
    let [s, sr, q, qr] = [0, 0, 0, 0];
    for (let i = 0; i < used; i++) {
      const v = samples[at + i];
      const d = v - v === 0 ? v * scale - mean : 0;
      block[i] = d;
      let next = s + d;
      let part = next - s;
      sr += s - (next - part) + (d - part);
      s = next;
      const dd = d * d;
      next = q + dd;
      part = next - q;
      qr += q - (next - part) + (dd - part);
      q = next;
      sums[i + 1] = s;
      sumsRest[i + 1] = sr;
      squares[i + 1] = q;
      squaresRest[i + 1] = qr;
    }
  }
}

/** Correlation of `samples` samples of about 1 with a pattern of norm 1, the valid part. */
function problemFor(unit: Float64Array, samples: number): Problem {
  const along = (input: number, taps: number): AxisGeometry => ({
    input,
    taps,
    dilation: 1,
    stride: 1,
    outputs: input - taps + 1,
    origin: 0,
    first: 0,
    border: axisBorder("constant"),
  });
  return {
    taps: { real: unit, width: unit.length, height: 1, channels: 1 },
    x: along(samples, unit.length),
    y: along(1, 1),
    channels: 1,
    complex: false,
    weighted: false,
    facts: { finite: true, largest: powerOfTwo(1), error: 0 },
  };
}
