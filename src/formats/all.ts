/** The formats, one line each. Order and precedence never come from here. */

import { avif } from "./avif.js";
import type { Format } from "./format.js";
import { gif } from "./gif.js";
import { jpeg } from "./jpeg.js";
import { json } from "./json/json.js";
import { npy } from "./npy/npy.js";
import { pam } from "./pam.js";
import { pfm } from "./pfm.js";
import { png } from "./png.js";
import { pbm, pgm, ppm } from "./pnm.js";
import { svg } from "./svg.js";
import { csv } from "./table/csv.js";
import { tsv } from "./table/tsv.js";
import { tiff } from "./tiff.js";
import { wav } from "./wav/wav.js";
import { webp } from "./webp.js";

export const FORMATS: readonly Format[] = [
  png,
  jpeg,
  webp,
  tiff,
  avif,
  gif,
  svg,
  pbm,
  pgm,
  ppm,
  pam,
  pfm,
  csv,
  tsv,
  json,
  npy,
  wav,
];
