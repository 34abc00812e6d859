export { ndimage } from "./ndimage.js";
export { numpy } from "./numpy.js";
export { opencv } from "./opencv.js";
export { signal } from "./signal.js";
