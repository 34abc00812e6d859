/** How much work a fused run is, for its price. */
import type { Frame } from "../../routines/band.js";
import { dilatedExtent } from "../geometry.js";
import { type Estimate, estimate, type Work } from "../pricing.js";
import { rowsFor } from "./frames.js";
import type { FusedCall } from "./fused.js";

/** The work that is a way's own. */
export interface Load {
  /** For an output sample. */
  readonly each: Work;
  /** For a sample of a line as far as windows reach: of its width and halo. */
  readonly reached?: Work;
  /** For the whole call: tables, mostly. */
  readonly once?: Work;
}

/** In what steps a routine goes through a band: rows at once, elements at once, elements of a strip. */
export interface Gait {
  readonly rows: number;
  readonly elements: number;
  readonly strip: number;
}

export const LINES: Gait = { rows: 1, elements: 32, strip: 4096 };
/** As `routines/pairs.ts` has it. */
export const PAIRS: Gait = { rows: 2, elements: 16, strip: 512 };

/** Outputs of a picture so large that its size does not matter any more. */
const LARGE = 4096;

/**
 * The estimate for a way's load. What every way has besides is, for the whole call, `call`; for each row that is copied
 * in or out, `row`; for each sample that is copied in, halos and rows that are copied again included, `staged`; and for
 * those of them that come from beyond the input's edges, one by one, `edge`.
 */
export function fusedEstimate(
  way: string,
  call: Pick<FusedCall, "problem">,
  frame: Frame,
  load: Load,
  gait = LINES,
): Estimate {
  const { x, y, channels } = call.problem;
  const span = dilatedExtent(y.taps, y.dilation);
  const { halo } = frame;
  const beyond =
    Math.max(0, -x.origin) + Math.max(0, x.origin + x.outputs - 1 + dilatedExtent(x.taps, x.dilation) - x.input);
  const edge = beyond * channels;
  const here = amounts(load, gait, { width: x.outputs * channels, height: y.outputs, span, halo, edge, frame });
  const large = { elements: LARGE * channels, rows: rowsFor(span) };
  const { call: _, ...there } = amounts({ ...load, once: {} }, gait, {
    width: large.elements,
    height: LARGE,
    span,
    halo,
    edge: 0,
    frame: large,
  });
  const samples = LARGE * large.elements;
  return estimate(way, Object.fromEntries(Object.entries(there).map(([kind, n]) => [kind, n / samples])), here);
}

interface Extent {
  readonly width: number;
  readonly height: number;
  readonly span: number;
  readonly halo: number;
  /** Elements of a row that come from beyond the input's edges. */
  readonly edge: number;
  readonly frame: Pick<Frame, "elements" | "rows">;
}

function amounts({ each, reached = {}, once = {} }: Load, gait: Gait, extent: Extent): Record<string, number> {
  const { width, height, span, halo, edge, frame } = extent;
  const across = Math.ceil(width / frame.elements);
  const down = Math.ceil(height / frame.rows);
  const strips = Math.max(across, Math.ceil(width / gait.strip));
  const rowsOut = whole(height, gait.rows);
  const rowsIn = height + down * (span - 1);
  const line = width + strips * halo;
  const work: Record<string, number> = {
    call: 1,
    row: across * (rowsIn + height),
    staged: rowsIn * line,
    edge: rowsIn * edge,
    ...once,
  };
  for (const [kind, n] of Object.entries(each)) work[kind] = n * rowsOut * whole(width, gait.elements);
  for (const [kind, n] of Object.entries(reached)) work[kind] = n * rowsOut * line;
  return work;
}

const whole = (n: number, step: number): number => Math.ceil(n / step) * step;
