/** The fused ways, one line each. The cheapest that is possible runs, never the first. */
import { box } from "./box.js";
import { directFast, separableFast } from "./fast.js";
import { directFloat, separableFloat } from "./float.js";
import type { Fused } from "./fused.js";
import { separableNear } from "./near-separable.js";
import { separablePremultiplied } from "./premultiplied.js";
import { directRounded } from "./rounded.js";
import { separableExact } from "./separable.js";
import { fftFast } from "./spectral.js";
import { directDense, directFew } from "./whole.js";
import { directWide, separableWide } from "./wide.js";

export const FUSED: readonly Fused[] = [
  box,
  directFew,
  directDense,
  directFast,
  directFloat,
  directRounded,
  directWide,
  fftFast,
  separableExact,
  separableFast,
  separableFloat,
  separableNear,
  separablePremultiplied,
  separableWide,
] as readonly Fused[];
