/**
 * The border colour of a picture with premultiplied alpha is opaque, so that an opaque picture with a constant border
 * gives what the same picture without alpha gives. One value cannot stand for it, so it is laid around the picture.
 */
import { fromNumber, multiply, toNumber } from "../../base/rational.js";
import type { ExactSample } from "../../engine/exact.js";
import { type AxisGeometry, dilatedExtent } from "../../engine/geometry.js";
import type { Field } from "../../engine/problem.js";
import type { Inherited } from "./stage.js";

/** The field with as much border around it as the windows reach, and the geometry on it. */
export function frameOpaque(
  field: Field,
  x: AxisGeometry,
  y: AxisGeometry,
  opaque: number,
  inherited: Inherited,
): { field: Field; x: AxisGeometry; y: AxisGeometry; sample?: ExactSample } {
  const [left, right] = margins(x);
  const [top, bottom] = margins(y);
  if (left + right + top + bottom === 0) return { field, x, y };
  const { channels } = field;
  const width = left + field.width + right;
  const height = top + field.height + bottom;
  // Behind earlier stages alpha carries their gain. The colour outside does not: it is given as this stage's input.
  const alpha = multiply(fromNumber(opaque), inherited.gain);
  const colour = (outside: number, c: number): number => (c === channels - 1 ? toNumber(alpha) : opaque * outside);
  // Products of u8 stay what they are where the colour outside is such a product too.
  const narrow =
    field.data instanceof Uint16Array &&
    [x, y].every(({ border: { value } }) => Number.isInteger(value) && value >= 0 && opaque * value <= 65535);
  const data = narrow ? new Uint16Array(width * height * channels) : new Float64Array(width * height * channels);
  for (let row = 0; row < height; row++) {
    const inside = row >= top && row < top + field.height;
    for (let column = 0; column < width; column++) {
      const at = (row * width + column) * channels;
      const value = inside ? x.border.value : y.border.value;
      for (let c = 0; c < channels; c++) data[at + c] = colour(value, c);
    }
    if (!inside) continue;
    const from = (row - top) * field.width * channels;
    data.set(field.data.subarray(from, from + field.width * channels), (row * width + left) * channels);
  }
  const original = inherited.sample;
  const sample: ExactSample | undefined =
    original &&
    ((px, py, c) => {
      const [sx, sy] = [px - left, py - top];
      if (sx >= 0 && sy >= 0 && sx < field.width && sy < field.height) return original(sx, sy, c);
      const outside = fromNumber(sy >= 0 && sy < field.height ? x.border.value : y.border.value);
      return c === channels - 1 ? alpha : multiply(fromNumber(opaque), outside);
    });
  return {
    field: { data, width, height, channels },
    x: { ...x, input: width, origin: x.origin + left },
    y: { ...y, input: height, origin: y.origin + top },
    ...(sample ? { sample } : {}),
  };
}

/** How far windows reach beyond the input on an axis whose border is constant. */
function margins(g: AxisGeometry): readonly [number, number] {
  if (g.border.kind !== "constant") return [0, 0];
  const end = g.origin + (g.outputs - 1) * g.stride + dilatedExtent(g.taps, g.dilation);
  return [Math.max(0, -g.origin), Math.max(0, end - g.input)];
}
