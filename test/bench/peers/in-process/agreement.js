// Whether a peer's result is ours.
import { agreementText } from "../agreement.js";

export async function agreement(their, ours, { cell, kernel, folder, resultOf }) {
  const { data, shape } = await resultOf(their, folder);
  const [a, b] = cell.rank === 1 ? lines(their, ours, data, kernel) : planes(their, ours, data, shape, kernel, cell);
  if (a.length === 0) return "nothing to compare";
  return agreementText(a, b, cell.type === "u8" && !cell.template);
}

/** `lfilter` is causal: our sample i is its sample i + (K−1)//2. The end of a part has other neighbours than the whole. */
function lines(their, ours, data, kernel) {
  const delay = their.call === "lfilter" ? (kernel.width - 1) >> 1 : 0;
  const end = data.length < ours.data.length ? data.length - kernel.width : data.length - delay;
  return [data.subarray(delay, end + delay), ours.data.subarray(0, end)];
}

function planes(their, ours, data, shape, kernel, cell) {
  const pitch = ours.width * ours.channels;
  if (shape[1] * ours.channels !== pitch) throw new Error(`${their.name} gave rows of ${shape[1]} pixels`);
  const rows = Math.min(shape[0], ours.height);
  const used = shape[0] < ours.height ? rows - (cell.template ? 0 : kernel.height) : rows;
  return [data.subarray(0, Math.max(0, used) * pitch), ours.data.subarray(0, Math.max(0, used) * pitch)];
}
