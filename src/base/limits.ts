/** Every limit in one place. A refusal states the value, the limit and the option that raises it. */

export const limits = {
  /** Pixels of a picture, as sharp counts them; raised by `--limit-pixels`. */
  pixels: 268_402_689,
  /** Extent of a picture along one axis. */
  extent: 10_000_000,
  /** Taps of one kernel. */
  taps: 16_777_216,
  /** Bytes of a kernel file that is text. */
  kernelText: 64 * 1024 * 1024,
  /** Bytes of an NPY header (numpy's own limit). */
  npyHeader: 10_000,
  /** Bytes of one line of a table. */
  line: 1024 * 1024,
  /** Columns of a table. */
  columns: 16_384,
  /** Channels of a sound. */
  audioChannels: 1024,
  /** Samples of one signal: what a typed array of f64 can hold here. */
  samples: 4_294_967_295,
  /** Nesting of JSON data. */
  jsonDepth: 64,
  /** Channels of a picture. */
  rasterChannels: 5,
} as const;
