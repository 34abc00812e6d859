// The cells in which our engine and the peers' calls get the same samples in memory.

const PICTURE = { width: 3840, height: 2160 };
const QUICK_PICTURE = { width: 960, height: 540 };

export function inProcessCells(quick) {
  const cells = [];
  const picture = (type, channels, kernel, more = {}) =>
    cells.push({
      name: `${type}-${channels === 1 ? "grey" : "rgb"}/${kernel}${more.fast ? "/fast" : ""}`,
      rank: 2,
      type,
      channels,
      kernel,
      ...(quick ? QUICK_PICTURE : PICTURE),
      ...more,
    });
  if (quick) {
    for (const kernel of ["integer:3", "box:15", "gaussian:2", "real:7"]) picture("u8", 1, kernel);
    picture("u8", 3, "integer:5");
    picture("f32", 1, "real:5", { fast: true });
  } else {
    for (const channels of [1, 3]) {
      for (const kernel of ["sharpen", "sobel"]) picture("u8", channels, kernel);
      for (const n of [3, 5, 7, 9, 15, 31]) picture("u8", channels, `integer:${n}`);
      for (const n of [5, 15, 63]) picture("u8", channels, `box:${n}`);
      for (const sigma of [1, 2, 5]) picture("u8", channels, `gaussian:${sigma}`);
      for (const n of channels === 1 ? [3, 5, 7, 9, 15, 31] : [5, 9, 15]) picture("u8", channels, `real:${n}`);
    }
    for (const n of [3, 5, 9, 15]) picture("f32", 1, `real:${n}`, { fast: true });
    picture("f32", 1, "gaussian:2", { fast: true });
  }
  for (const size of quick ? [32] : [32, 128]) {
    picture("u8", 1, `template:${size}`, { template: size });
    picture("u8", 1, `match:${size}`, { template: size, match: true });
  }
  for (const length of quick ? [1e4, 1e6] : [1e4, 1e6, 1e7]) {
    for (const taps of quick ? [31, 1001] : [31, 1001, 10001]) {
      // NumPy and SciPy take the longer of the two for the signal.
      if (taps > length) continue;
      const shape = { rank: 1, type: "f64", width: length, height: 1, channels: 1 };
      cells.push({ name: `f64-1d/${length}/lowpass:${taps}`, ...shape, kernel: `lowpass:${taps}`, taps });
    }
  }
  return cells;
}
