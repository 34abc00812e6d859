/** PAM (pam(5) of Netpbm): 1 to 5 channels, the last one alpha where the tuple type says so, up to 16 bits; exact. */
import { limits } from "../base/limits.js";
import { type Signal, signalOf } from "../base/signal.js";
import { count, quoted } from "../base/text.js";
import type { DecodeOptions, EncodeOptions, Format } from "./format.js";
import { headerAndRows } from "./growing.js";
import { type PamHeader, pamHeader } from "./netpbm/pamheader.js";
import { bigEndianBytes, binarySamples, checkMaxval, knowsMaxval, maxvalOf, rangeAbout } from "./netpbm/raster.js";
import { checkExtent } from "./raster/extent.js";
import { hasText } from "./raster/magic.js";
import { pictureMisfit } from "./raster/misfit.js";
import { checkFit } from "./raster/write.js";

export const pam: Format = {
  name: "pam",
  title: "PAM, grey and RGB, with or without alpha, up to 16 bits",
  medium: "raster",
  suffixes: [".pam"],
  holds: ["u8", "u16"],
  sniff: (head) => hasText(head, "P7\n"),
  decode: (bytes, options) => Promise.resolve().then(() => decodePam(bytes, options)),
  encode: (signal, options) =>
    Promise.resolve().then(() => {
      checkFit(signal, options.target, pam);
      return encodePam(signal, options);
    }),
  grows: knowsMaxval,
  cannotHold: (signal) =>
    pictureMisfit(signal, {
      types: ["u8", "u16"],
      channels: [1, 2, 3, 4, 5],
      colours: "1 to 5 channels",
      instead: "PFM or NPY",
    }),
};

/** Number of channels by tuple type; other types, and none, are channels without a meaning. */
const DEPTHS: ReadonlyMap<string, number> = new Map([
  ["BLACKANDWHITE", 1],
  ["GRAYSCALE", 1],
  ["RGB", 3],
  ["BLACKANDWHITE_ALPHA", 2],
  ["GRAYSCALE_ALPHA", 2],
  ["RGB_ALPHA", 4],
]);

function decodePam(bytes: Uint8Array, options: DecodeOptions): Signal {
  const { source } = options;
  const { scanner, width, height, depth, maxval, tupleType }: PamHeader = pamHeader(bytes, source);
  const expected = DEPTHS.get(tupleType);
  if ((expected ?? depth) !== depth || depth > limits.rasterChannels) {
    throw scanner.fail(
      0,
      `the depth is ${depth}${tupleType === "" ? "" : ` and the tuple type ${quoted(tupleType)}`}`,
      expected === undefined
        ? `At most ${limits.rasterChannels} channels are read`
        : `This tuple type has ${count(expected, "channel")}`,
    );
  }
  checkExtent(source, width, height, depth * (maxval < 256 ? 1 : 2), options);
  const stored = binarySamples(scanner, width * height * depth, maxval);
  checkMaxval(stored, maxval, { source, width, channels: depth });
  // Black and white, as in a PBM: 0 and 255. (In a PAM the 1 is white.)
  const bitmap = tupleType.startsWith("BLACKANDWHITE") && maxval === 1;
  return signalOf(
    bitmap ? stored.map((v) => 255 * v) : stored,
    { width, height, channels: depth, rank: 2 },
    maxval < 256 ? "u8" : "u16",
    {
      source,
      medium: "raster",
      format: "pam",
      ...(expected !== undefined && tupleType.endsWith("_ALPHA") ? { alpha: true } : {}),
      ...(bitmap ? {} : rangeAbout(maxval)),
    },
  );
}

function encodePam(signal: Signal, { growing }: Pick<EncodeOptions, "growing">): ReturnType<typeof headerAndRows> {
  const { width, height, channels, about } = signal;
  const type =
    channels === 1
      ? "GRAYSCALE"
      : channels === 3
        ? "RGB"
        : about.alpha
          ? new Map([
              [2, "GRAYSCALE_ALPHA"],
              [4, "RGB_ALPHA"],
            ]).get(channels)
          : undefined;
  const lines = [
    "P7",
    `WIDTH ${width}`,
    `HEIGHT ${height}`,
    `DEPTH ${channels}`,
    `MAXVAL ${maxvalOf(signal)}`,
    ...(type === undefined ? [] : [`TUPLTYPE ${type}`]),
    "ENDHDR\n",
  ];
  const samples = signal as Signal & { data: Uint8Array | Uint16Array };
  return headerAndRows(Buffer.from(lines.join("\n"), "latin1"), samples, bigEndianBytes, growing);
}
