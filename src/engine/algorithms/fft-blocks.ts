/** How long the blocks of overlap-save are: the lengths that cost least for each output, from the kernel alone. */
import { goodLength } from "../../math/fft.js";
import { dilatedExtent } from "../geometry.js";
import type { Problem } from "../problem.js";

/**
 * A block is transformed as complex numbers. Where the data are real it has two halves, each a circle of its own: the
 * samples of the second are the imaginary parts, and so are its sums, since the kernel is real.
 */
export interface BlockPlan {
  /** Samples of a block, of both halves, and rows of it. */
  readonly columns: number;
  readonly rows: number;
  /** Outputs of a block: its extent less the kernel's, plus one. */
  readonly stepX: number;
  readonly stepY: number;
  /** Extent of the circle that is transformed. */
  readonly pointsX: number;
  readonly pointsY: number;
  /** How far the second half lies from the first, and so the outputs of the first; absent where there is one circle. */
  readonly half?: { readonly x: number; readonly y: number };
  /** Which axes are transformed; along the other the kernel is one tap wide. */
  readonly transformX: boolean;
  readonly transformY: boolean;
  /** Estimated nanoseconds for an output. */
  readonly cost: number;
}

/**
 * Nanoseconds for a point of real data and halving, there and back; for moving a sample through a block; and for what an
 * output costs besides.
 */
const PER_HALVING = 0.28;
const PER_POINT = 2.5;
const PER_OUTPUT = 3;
/** Lines that are handled together along an axis that is not transformed. */
const LINES = 16;
/** Points of a two-dimensional block that stay in a near cache. */
const LARGEST_PLANE = 1 << 19;

const log2 = (n: number): number => {
  let bits = 0;
  let value = 1;
  while (value < n) {
    value *= 2;
    bits++;
  }
  return bits;
};

/** Lengths worth trying for a kernel that spans `extent` samples. */
function candidates(extent: number, least: number, greatest: number): number[] {
  const lengths = new Set<number>();
  for (let factor = 1.25; factor <= 16; factor *= 1.25) {
    // Eights: transforms along rows have two lanes, and strips of columns are eight wide.
    const length = 8 * goodLength(Math.ceil(Math.max(least, extent * factor) / 8));
    if (length <= greatest || lengths.size === 0) lengths.add(length);
  }
  return [...lengths];
}

export function planBlocks(problem: Problem): BlockPlan {
  const spanX = dilatedExtent(problem.x.taps, problem.x.dilation);
  const spanY = dilatedExtent(problem.y.taps, problem.y.dilation);
  const transformX = spanX > 1 || spanY === 1;
  const transformY = spanY > 1;
  // A signal has one row; a plane's lines are handled some at a time where they are independent.
  const lines = transformX && problem.y.input === 1 && problem.y.outputs === 1 ? 1 : LINES;
  const columnsOf = transformX ? candidates(spanX, transformY ? 32 : 1024, 1 << 22) : [lines];
  const rowsOf = transformY ? candidates(spanY, transformX ? 32 : 1024, 1 << 22) : [lines];
  let best: Circle | undefined;
  for (const pointsX of columnsOf) {
    for (const pointsY of rowsOf) {
      if (best && transformX && transformY && pointsX * pointsY > LARGEST_PLANE) continue;
      const stepX = transformX ? pointsX - spanX + 1 : pointsX;
      const stepY = transformY ? pointsY - spanY + 1 : pointsY;
      const halvings = log2((transformX ? pointsX : 1) * (transformY ? pointsY : 1));
      const cost = ((PER_HALVING * halvings + PER_POINT) * pointsX * pointsY) / (stepX * stepY) + PER_OUTPUT;
      if (!best || cost < best.cost) best = { pointsX, pointsY, cost };
    }
  }
  return wholeBlock(best!, spanX, spanY, !problem.complex, { transformX, transformY });
}

/** One circle. */
interface Circle {
  readonly pointsX: number;
  readonly pointsY: number;
  readonly cost: number;
}

/** The block of a circle, or of two side by side: signals along x, planes down y. */
export function wholeBlock(
  { pointsX, pointsY, cost }: Circle,
  spanX: number,
  spanY: number,
  two: boolean,
  axes: { readonly transformX: boolean; readonly transformY: boolean },
): BlockPlan {
  const stepX = axes.transformX ? pointsX - spanX + 1 : pointsX;
  const stepY = axes.transformY ? pointsY - spanY + 1 : pointsY;
  const half = two ? (pointsY === 1 || !axes.transformX ? { x: stepX, y: 0 } : { x: 0, y: stepY }) : undefined;
  const [outputsX, outputsY] = [stepX + (half?.x ?? 0), stepY + (half?.y ?? 0)];
  return {
    columns: outputsX + spanX - 1,
    rows: outputsY + spanY - 1,
    stepX: outputsX,
    stepY: outputsY,
    pointsX,
    pointsY,
    ...(half ? { half } : {}),
    ...axes,
    cost,
  };
}
