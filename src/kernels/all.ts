/** The named kernels, one line each, in the order of `kernel list`. */
import type { NamedKernel } from "./named.js";

export const NAMED_KERNELS: readonly NamedKernel[] = [];
