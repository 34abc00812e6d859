// The cells of the engine benchmark: data, kernel, and the kind of loop that is its ceiling.

const SIZES = [3, 5, 7, 9, 15, 31];
const COLOURS = [
  ["grey", 1],
  ["rgb", 3],
];
const PICTURE = { width: 3840, height: 2160 };
const QUICK_PICTURE = { width: 960, height: 540 };
const LENGTHS = [1e4, 1e6, 1e7];
const TAPS = [3, 31, 101, 1001, 10001, 100001];

/** { name, type, width, height, channels, kernel, ceiling, fast? }; `quick` takes few of them, of a sixteenth of the samples. */
export function engineCells(quick) {
  const cells = [];
  const picture = (type, [colour, channels], kernel, ceiling, more = {}) =>
    cells.push({
      name: `${type}-${colour}/${kernel}${more.fast ? "/fast" : ""}`,
      type,
      channels,
      kernel,
      ceiling,
      ...(quick ? QUICK_PICTURE : PICTURE),
      ...more,
    });
  if (quick) {
    for (const n of [3, 15]) picture("u8", COLOURS[0], `integer:${n}`, "i16");
    for (const kernel of ["sharpen", "box:15"]) picture("u8", COLOURS[0], kernel, "i16");
    for (const kernel of ["gaussian:2", "real:7"]) picture("u8", COLOURS[0], kernel, "f32");
    picture("u8", COLOURS[1], "integer:5", "i16");
    picture("u16", COLOURS[0], "integer:5", "i16");
    picture("f32", COLOURS[0], "real:5", "f64");
    picture("f32", COLOURS[0], "real:5", "f32", { fast: true });
  } else {
    for (const colour of COLOURS) {
      for (const n of SIZES) picture("u8", colour, `integer:${n}`, "i16");
      for (const kernel of ["sharpen", "sobel", "box:5", "box:15", "box:63"]) picture("u8", colour, kernel, "i16");
      for (const sigma of [1, 2, 5]) picture("u8", colour, `gaussian:${sigma}`, "f32");
      for (const n of SIZES) picture("u8", colour, `real:${n}`, "f32");
    }
    const grey = COLOURS[0];
    for (const n of [3, 9]) picture("u16", grey, `integer:${n}`, "i16");
    for (const kernel of ["real:5", "box:15", "gaussian:2"]) picture("u16", grey, kernel, "f64");
    for (const n of [3, 9, 31]) picture("f32", grey, `real:${n}`, "f64");
    for (const n of [3, 9, 31]) picture("f32", grey, `real:${n}`, "f32", { fast: true });
    picture("f32", grey, "gaussian:2", "f64");
    for (const n of [3, 9]) picture("f64", grey, `real:${n}`, "f64");
    picture("f64", grey, "gaussian:2", "f64");
  }
  for (const length of quick ? [1e4, 1e6] : LENGTHS) {
    for (const taps of quick ? [31, 10001] : TAPS) {
      const shape = { type: "f64", width: length, height: 1, channels: 1 };
      cells.push({ name: `f64-1d/${length}/lowpass:${taps}`, ...shape, kernel: `lowpass:${taps}`, ceiling: "f64" });
    }
  }
  return cells;
}
