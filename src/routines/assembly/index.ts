// The routines that are compiled to WebAssembly. Memory is imported; the caller says where everything lies.
export { integerBand } from "./band";
export { separableBand } from "./separable";
export { splitBand } from "./split";
