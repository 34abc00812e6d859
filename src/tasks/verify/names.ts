/** The names of the laws, for options: the laws themselves are loaded when they are tried. A test compares both. */
export const LAW_NAMES = [
  "commute",
  "reversal",
  "order",
  "flip",
  "symmetry",
  "fourier",
  "cross-spectrum",
  "linear",
  "shift",
  "adjoint",
  "associative",
  "methods",
] as const;
export type LawName = (typeof LAW_NAMES)[number];
