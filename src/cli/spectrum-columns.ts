/** Spectra as the columns of a table. */

import { atan2, magnitude } from "../math/arctangent.js";
import { log10 } from "../math/elementary.js";
import type { Complexes, Frequencies, KernelResponse, Spectrum, WelchResult } from "../tasks/spectrum/options.js";

export interface SpectrumColumn {
  /** As the header has it: whose, what, and the unit. */
  readonly name: string;
  /** What panels of a plot are made of: amplitude, phase, power, coherence. */
  readonly quantity: string;
  /** Whose it is; empty where there is one only. */
  readonly of: string;
  /** For axes: rad, dB. */
  readonly unit?: string;
  readonly values: Float64Array;
}

export const frequencyUnit = (rate: number | null): string => (rate === null ? "cycles_per_sample" : "hz");

export function frequencyColumn({ first, step, count, rate }: Frequencies, axis = ""): SpectrumColumn {
  const values = Float64Array.from({ length: count }, (_, k) => first + k * step);
  return { name: `frequency${axis}_${frequencyUnit(rate)}`, quantity: "frequency", of: "", values };
}

/** Amplitude and phase of complex numbers. */
export function polarColumns({ re, im }: Complexes, of: string, quantity: string, db: boolean): SpectrumColumn[] {
  const amplitudes = re.map((v, k) => magnitude(v, im[k]));
  const phases = re.map((v, k) => atan2(im[k], v));
  const phase = { name: `${before(of)}phase_rad`, quantity: "phase", of, unit: "rad", values: phases };
  return [levelColumn(amplitudes, of, quantity, db ? 20 : 0), phase];
}

/** Columns of signals; of two, also those of the cross spectrum. */
export function spectrumColumns(
  spectra: readonly Spectrum[],
  cross: Complexes | undefined,
  names: readonly string[],
  db: boolean,
): SpectrumColumn[] {
  return [
    frequencyColumn(spectra[0].frequencies),
    ...spectra.flatMap((s, i) => polarColumns(s, names[i], "amplitude", db)),
    ...(cross ? polarColumns(cross, "cross", "amplitude", db) : []),
  ];
}

export function welchColumns(
  results: readonly WelchResult[],
  names: readonly string[],
  quantity: string,
  db: boolean,
): SpectrumColumn[] {
  const [{ frequencies, power, second }] = results;
  const level = (values: Float64Array, of: string) => levelColumn(values, of, quantity, db ? 10 : 0);
  if (!second) {
    return [frequencyColumn(frequencies), ...results.map((r, i) => level(r.power, names[i]))];
  }
  const [amplitude, phase] = polarColumns(second.cross, "cross", quantity, false);
  const coherence = { name: "coherence", quantity: "coherence", of: "", values: second.coherence };
  return [
    frequencyColumn(frequencies),
    level(power, names[0]),
    level(second.power, names[1]),
    level(amplitude.values, "cross"),
    phase,
    coherence,
  ];
}

/** A row for each frequency; of matrices fx runs fastest. */
export function responseColumns({ fx, fy, re, im }: KernelResponse, db: boolean): SpectrumColumn[] {
  const polar = polarColumns({ re, im }, "", "amplitude", db);
  if (fy === null) return [frequencyColumn(fx), ...polar];
  const [x, y] = [frequencyColumn(fx, "_x"), frequencyColumn(fy, "_y")];
  return [
    { ...x, values: re.map((_, i) => x.values[i % fx.count]) },
    { ...y, values: re.map((_, i) => y.values[Math.floor(i / fx.count)]) },
    ...polar,
  ];
}

const before = (of: string): string => (of === "" ? "" : `${of}_`);

/** @param factor decibels for ten times the value; 0 for the values as they are */
function levelColumn(values: Float64Array, of: string, quantity: string, factor: number): SpectrumColumn {
  const name = `${before(of)}${quantity.replaceAll(" ", "_")}`;
  if (factor === 0) return { name, quantity, of, values };
  return { name: `${name}_db`, quantity, of, unit: "dB", values: values.map((v) => factor * log10(v)) };
}
