/** The laws, one line each, in the order in which they are told. */
import type { Law } from "../law.js";
import { adjoint } from "./adjoint.js";
import { associative } from "./associative.js";
import { flip, symmetry } from "./flip.js";
import { crossSpectrum, fourier } from "./fourier.js";
import { linear, shift } from "./linear.js";
import { methods } from "./methods.js";
import { commute, order, reversal } from "./order.js";

export const LAWS: readonly Law[] = [
  commute,
  reversal,
  order,
  flip,
  symmetry,
  fourier,
  crossSpectrum,
  linear,
  shift,
  adjoint,
  associative,
  methods,
];
