// The routines that are compiled to WebAssembly. Memory is imported; the caller says where everything lies.

export { accumulate } from "./accumulate";
export { boxBand } from "./box";
export { denseBand } from "./dense";
export { doubleBand, fastBand } from "./float";
export { fewBand } from "./few";
export { pack, transform, unpack } from "./fft";
export { inspect } from "./inspect";
export { productColumns, productComplex, productComplexColumns, productReal } from "./product";
export { separableBand } from "./separable";
