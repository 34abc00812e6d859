// The routines that are compiled to WebAssembly. Memory is imported; the caller says where everything lies.

export { accumulate } from "./accumulate";
export { boxBand } from "./box";
export { fillBlock, filterBlock, gatherBlock, spectrumBlock, takeBlock } from "./circular";
export { denseBand } from "./dense";
export { doubleBand, fastBand } from "./float";
export { fewBand } from "./few";
export { inspect } from "./inspect";
export { layerDoubles, layerSingles, moveRows } from "./layer";
export { nearBand } from "./near";
export { premultipliedBand } from "./premultiplied";
export { quotients, roundSums } from "./round";
export { gatherWindows, scoreWindows, slideColumns } from "./scores";
export { separableBand } from "./separable";
export { spectralBand } from "./spectral";
