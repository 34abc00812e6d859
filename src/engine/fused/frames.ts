/** How much of a picture or signal a band takes. */
import type { Frame } from "../../routines/band.js";
import { dilatedExtent } from "../geometry.js";
import type { FusedCall } from "./fused.js";

/** Bytes of staged rows and results that stay in a near cache together, and least columns of a band. */
const NEAR = 1572864;
const LEAST_COLUMNS = 1024;
/** Elements of a band of a signal, and rows of one of a picture. */
const LINE = 32768;
const ROWS = 32;

const BYTES = { u8: 1, i8: 1, u16: 2, i16: 2, i32: 4, f32: 4, f64: 8 } as const;

/** The frame of a band: rows from edge to edge where they fit a near cache, else parts of them. */
export function frameFor<I extends Frame["input"], O extends Frame["output"]>(
  { problem, field, out }: FusedCall,
  input: I,
  output: O,
): Frame & { readonly input: I; readonly output: O } {
  const { x, y, channels } = problem;
  const spanX = dilatedExtent(x.taps, x.dilation);
  const spanY = dilatedExtent(y.taps, y.dilation);
  const rows = Math.min(y.outputs, rowsFor(spanY));
  const column = channels * ((rows + spanY) * BYTES[input] + rows * BYTES[output]);
  const columns = y.outputs === 1 && spanY === 1 ? LINE / channels : NEAR / column;
  const width = Math.min(x.outputs, eights(Math.max(LEAST_COLUMNS, 2 * spanX, columns)));
  // Tiles begin at multiples of eight rows and columns, so all lie as the first one does.
  const [inputStep, outputStep] = [field.width, x.outputs].map(
    (n, i) => n * channels * BYTES[i === 0 ? input : output],
  );
  const first = field.data.byteOffset + y.origin * inputStep + x.origin * channels * BYTES[input];
  return {
    input,
    output,
    elements: width * channels,
    halo: (spanX - 1) * channels,
    rows,
    inputRows: rows + spanY - 1,
    lie: {
      input: { first: first & 7, step: inputStep & 7 },
      output: { first: out.data.byteOffset & 7, step: outputStep & 7 },
    },
  };
}

/** Rows of a band where the picture has enough of them. */
export const rowsFor = (span: number): number => eights(Math.max(ROWS, 2 * span));

const eights = (n: number): number => Math.ceil(n / 8) * 8;
