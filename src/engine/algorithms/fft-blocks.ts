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
 * Nanoseconds for a point of real data and halving, there and back; for moving a sample through a block; more for each
 * point of blocks that no near cache holds; and for what an output costs besides.
 */
const PER_HALVING = 0.28;
const PER_POINT = 2.5;
const PER_FAR_POINT = 1;
const PER_OUTPUT = 1.5;
/** Points of a block that a near cache holds, most of it. */
const NEAR = 1 << 17;
/** Odd factors of lengths, and the halvings that they cost as much as. A single pass of two costs more than half of four. */
const ODD = new Map([
  [1, 0],
  [3, 2.3],
  [5, 3.6],
]);
const SINGLE = 1.25;
/** Lines that are handled together along an axis that is not transformed. */
const LINES = 16;
/** Most points of a two-dimensional block, unless a kernel so large wants a few times its own extent. */
const LARGEST_PLANE = 1 << 19;
const FEW_TIMES = 8;

/** A length, and the halvings that its transform costs as much as. */
export interface Length {
  readonly points: number;
  readonly halvings: number;
}

/** Nanoseconds for a point of a block of real data, there and back, or of complex data one way. */
export const pointCost = (points: number, halvings: number): number =>
  PER_HALVING * halvings + PER_POINT + (points > NEAR ? PER_FAR_POINT : 0);

/** Lengths worth trying for a kernel that spans `extent` samples. */
export function lengthsFor(extent: number, least: number, greatest: number): Length[] {
  const lengths: Length[] = [];
  for (const [odd, effort] of ODD) {
    // Eights: transforms along rows have two lanes, and strips of columns are eight wide.
    for (let twos = 3, points = 8 * odd; points <= 16 * Math.max(least, extent); twos++, points *= 2) {
      if (points < Math.max(least, 1.2 * extent) || points > greatest) continue;
      lengths.push({ points, halvings: effort + (twos % 2 === 0 ? twos : twos - 1 + SINGLE) });
    }
  }
  return lengths.length > 0 ? lengths : [{ points: 8 * goodLength(Math.ceil((extent * 1.2) / 8)), halvings: 24 }];
}

export function planBlocks(problem: Problem): BlockPlan {
  const spanX = dilatedExtent(problem.x.taps, problem.x.dilation);
  const spanY = dilatedExtent(problem.y.taps, problem.y.dilation);
  const transformX = spanX > 1 || spanY === 1;
  const transformY = spanY > 1;
  // A signal has one row; a plane's lines are handled some at a time where they are independent.
  const lines = transformX && problem.y.input === 1 && problem.y.outputs === 1 ? 1 : LINES;
  const alone: Length[] = [{ points: lines, halvings: 0 }];
  const columnsOf = transformX ? lengthsFor(spanX, transformY ? 32 : 1024, 1 << 22) : alone;
  const rowsOf = transformY ? lengthsFor(spanY, transformX ? 32 : 1024, 1 << 22) : alone;
  const most = Math.max(LARGEST_PLANE, FEW_TIMES * spanX * spanY);
  let best: Circle | undefined;
  for (const columns of columnsOf) {
    for (const rows of rowsOf) {
      const [pointsX, pointsY] = [columns.points, rows.points];
      const points = pointsX * pointsY;
      if (best && transformX && transformY && points > most) continue;
      const stepX = transformX ? pointsX - spanX + 1 : pointsX;
      const stepY = transformY ? pointsY - spanY + 1 : pointsY;
      const each = pointCost(points, columns.halvings + rows.halvings);
      const cost = (each * points) / (stepX * stepY) + PER_OUTPUT;
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
