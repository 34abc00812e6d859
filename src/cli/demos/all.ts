/** The demonstrations, one line each, in the order of the list. */
import type { Demo } from "../demo.js";
import { learn } from "./learn.js";
import { similarity } from "./similarity.js";

export const DEMOS: readonly Demo[] = [similarity, learn];
