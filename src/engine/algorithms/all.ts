/** The algorithms, one line each. The planner decides between them by cost, never by their order here. */
import type { Algorithm } from "./algorithm.js";
import { direct } from "./direct.js";
import { fft } from "./fft.js";
import { segments } from "./segments.js";

export const ALGORITHMS: readonly Algorithm[] = [direct, fft, segments];
