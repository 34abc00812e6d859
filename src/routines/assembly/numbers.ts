// The routines that take addresses and counts as numbers, in one module.

export { accumulate } from "./accumulate";
export { fillBlock, filterBlock, gatherBlock, spectrumBlock, takeBlock } from "./circular";
export { inspect } from "./inspect";
export { layerDoubles, layerSingles, moveRows } from "./layer";
export { quotients, roundSums } from "./round";
export { gatherWindows, scoreWindows, slideColumns } from "./scores";
