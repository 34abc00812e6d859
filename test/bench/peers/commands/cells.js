// The cells of the whole commands.

const KERNELS = ["sharpen", "integer:5", "gaussian:2.5:15", "integer:15", "integer:31"];
const SMALL = { width: 512, height: 512 };
const LARGE = { width: 3840, height: 2160 };

/** Pictures are { kind, format, width, height, kernel }, tables and sounds { kind, length, kernel }. */
export function commandCells({ quick, long }) {
  const cells = [];
  const picture = (size, format, kernel) =>
    cells.push({
      name: `${size.width}x${size.height}/${format}/${kernel}`,
      kind: "picture",
      format,
      kernel,
      ...size,
    });
  const line = (kind, length, kernel) => cells.push({ name: `${kind}/${length}/${kernel}`, kind, length, kernel });
  if (quick) {
    for (const kernel of ["sharpen", "gaussian:2.5:15"]) picture(SMALL, "png", kernel);
    line("csv", 100_000, "lowpass:31");
    return cells;
  }
  // The small ones first: they tell which programs are too slow for the large ones.
  for (const size of [SMALL, LARGE]) {
    for (const format of ["ppm", "png", "jpg"]) for (const kernel of KERNELS) picture(size, format, kernel);
  }
  for (const length of long ? [1_000_000, 10_000_000] : [1_000_000]) {
    line("csv", length, "lowpass:31");
    line("csv", length, "line:31");
    line("wav", length, "lowpass:31");
  }
  if (long) picture({ width: 12000, height: 8000 }, "ppm", "sharpen");
  return cells;
}
