/**
 * Correlates all channels of a block at once where only the sum over them is wanted: spectra are added up, so there is one
 * way back for all of them.
 */
import type { Arena } from "../../routines/arena.js";
import type { Taking } from "../../routines/circular.js";
import type { Block, Region } from "../extend.js";
import { commonGrain } from "../grain.js";
import { absoluteSum, euclideanNorm, type Problem } from "../problem.js";
import type { BlockPlan } from "./fft-blocks.js";
import { CERTAIN, circlePoints, transformError } from "./fft-error.js";
import type { Grid, RawGrid } from "./fft-spectral.js";
import { type WorkspaceProduct, workspaceProduct } from "./fft-workspace.js";

/** Beyond this a product of spectra might leave the range of f64. */
const TOO_LARGE = 1e290;

export class MergedCorrelator {
  private readonly spectra: readonly number[];

  private constructor(
    private readonly problem: Problem,
    private readonly product: WorkspaceProduct,
    private readonly taking: Taking,
  ) {
    const { taps, channels } = problem;
    this.spectra = Array.from({ length: channels }, (_, c) =>
      product.addKernel(
        taps.real.filter((_, i) => i % channels === c),
        undefined,
      ),
    );
  }

  /** Undefined where channels must be correlated one by one: sums of whole numbers that a transform is not certain of, too. */
  static of(problem: Problem, plan: BlockPlan, arena: Arena): MergedCorrelator | undefined {
    const { channels, complex, facts, taps } = problem;
    const points = circlePoints(plan);
    if (channels === 1 || taps.channels !== channels || complex || !facts.finite || !plan.transformX) return undefined;
    if (facts.largest * absoluteSum(taps) * 2 * points * channels > TOO_LARGE) return undefined;
    const whole = facts.grain === 0 && commonGrain(taps.real) === 0;
    const error = channels * transformError(points, euclideanNorm(taps), facts.largest * Math.sqrt(2 * points));
    if (whole && error >= CERTAIN) return undefined;
    const product = workspaceProduct(arena, problem, plan);
    return product && new MergedCorrelator(problem, product, whole ? { scale: 1, add: false } : undefined);
  }

  /** Fills `sums` with a part of a block's sums: whole numbers where a transform is certain of them. */
  correlate(block: Block | RawGrid, part: Region, sums: Grid): void {
    const { channels } = this.problem;
    const planes = this.spectra.map((_, c): Grid | RawGrid =>
      "real" in block ? { ...block, at: c, step: channels } : { ...block, at: block.at + (block.step / channels) * c },
    );
    this.product.correlateAll(this.spectra, planes, part, sums, this.taking);
  }
}
