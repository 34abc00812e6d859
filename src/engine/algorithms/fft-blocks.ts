/** How long the blocks of overlap-save are: the lengths that cost least for each output, from the kernel alone. */
import { goodLength } from "../../math/fft.js";
import { dilatedExtent } from "../geometry.js";
import type { Problem } from "../problem.js";

export interface BlockPlan {
  /** Samples of a block that are transformed, and rows of it. */
  readonly columns: number;
  readonly rows: number;
  /** Outputs of a block: its extent less the kernel's, plus one. */
  readonly stepX: number;
  readonly stepY: number;
  /** Which axes are transformed; along the other the kernel is one tap wide. */
  readonly transformX: boolean;
  readonly transformY: boolean;
  /** Estimated nanoseconds for an output. */
  readonly cost: number;
}

/** Nanoseconds for a point and halving, both ways, and for moving a sample through a block. */
const PER_POINT = 2.4;
const PER_SAMPLE = 12;
/** Lines that are handled together along an axis that is not transformed. */
const LINES = 16;
/** Points of a two-dimensional block that stay in a near cache. */
const LARGEST_PLANE = 1 << 20;

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
    // Sixteenths: transforms take reals two by two, and begin with four times two of those.
    const length = 16 * goodLength(Math.ceil(Math.max(least, extent * factor) / 16));
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
  const single = transformX && problem.y.input === 1 && problem.y.outputs === 1;
  const lines = single ? 1 : LINES;
  const columnsOf = transformX ? candidates(spanX, transformY ? 32 : 1024, 1 << 22) : [lines];
  const rowsOf = transformY ? candidates(spanY, transformX ? 32 : 1024, 1 << 22) : [lines];
  let best: BlockPlan | undefined;
  for (const columns of columnsOf) {
    for (const rows of rowsOf) {
      if (best && transformX && transformY && columns * rows > LARGEST_PLANE) continue;
      const stepX = transformX ? columns - spanX + 1 : columns;
      const stepY = transformY ? rows - spanY + 1 : rows;
      const halvings = log2((transformX ? columns : 1) * (transformY ? rows : 1));
      const cost = ((PER_POINT * halvings + PER_SAMPLE) * columns * rows) / (stepX * stepY);
      if (!best || cost < best.cost) best = { columns, rows, stepX, stepY, transformX, transformY, cost };
    }
  }
  return best!;
}
