// The routines that are compiled a second time, for engines that multiply and add in one rounding.

export { fastBand } from "./float";
