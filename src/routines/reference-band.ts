/** The band of `band.ts` in plain TypeScript: each step as it is defined, nothing shared between rows. */

import type { Rounding } from "../base/options.js";
import type { Band, BandSetup } from "./band.js";

export function referenceBand(setup: BandSetup): Band {
  const { elements, halo, range } = setup;
  const make = (type: "u8" | "u16" | "i16", length: number): Uint8Array | Uint16Array | Int16Array =>
    type === "u8" ? new Uint8Array(length) : type === "u16" ? new Uint16Array(length) : new Int16Array(length);
  // One row more than there are: the last pass of an odd band reads it and keeps nothing of it.
  const inputs = Array.from({ length: setup.inputRows + 2 }, () => make(setup.input, elements + halo));
  const outputs = Array.from({ length: setup.rows }, () => make(setup.output, elements));
  const counts = new Int32Array(setup.rows);
  const inputRow = (i: number): Uint8Array | Uint16Array | Int16Array => inputs[i];
  return {
    inputRow,
    outputRow: (i) => outputs[i],
    clipped: (i) => counts[i],
    run: (rows) => {
      counts.fill(0);
      for (let y = 0; y < rows; y++) {
        for (let x = 0; x < elements; x++) {
          const value = bandValue(setup, inputRow, y, x);
          if (value < range[0] || value > range[1]) counts[y]++;
          outputs[y][x] = Math.min(range[1], Math.max(range[0], value));
        }
      }
    },
  };
}

/** The rounded value of element x of output row y, before it is clipped, from the staged input rows. */
export function bandValue(setup: BandSetup, inputRow: Band["inputRow"], y: number, x: number): number {
  const bias = setup.input === "u16" ? 32768 : 0;
  const base = y - (y % 2);
  let sum = 0;
  for (const step of setup.steps) {
    const [even, odd] = y % 2 === 0 ? step.upper : step.lower;
    const at = base + 2 * step.pair;
    if (even !== 0) sum += even * (inputRow(at)[x + step.element] - bias);
    if (odd !== 0) sum += odd * (inputRow(at + 1)[x + step.element] - bias);
  }
  const value = sum * setup.factor + setup.shift;
  return divided(setup.absolute ? Math.abs(value) : value, setup.divisor, setup.rounding);
}

/** Whole numbers divided and rounded, with the remainder in hand. */
function divided(dividend: number, divisor: number, rounding: Rounding): number {
  const below = Math.floor(dividend / divisor);
  const rest = dividend - below * divisor;
  if (rest === 0) return below;
  switch (rounding) {
    case "floor":
      return below;
    case "trunc":
      return dividend < 0 ? below + 1 : below;
    case "half-up":
      return 2 * rest >= divisor ? below + 1 : below;
    case "half-away":
      return 2 * rest > divisor || (2 * rest === divisor && dividend > 0) ? below + 1 : below;
    case "half-even":
      return 2 * rest > divisor || (2 * rest === divisor && below % 2 !== 0) ? below + 1 : below;
  }
}
