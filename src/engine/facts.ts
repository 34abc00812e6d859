/** What is known of a field's samples before anything is computed: it decides what may be skipped and what is exact. */
import type { AxisBorder } from "../base/border.js";
import { powerOfTwo } from "../base/rational.js";
import type { Seen } from "../routines/band.js";
import type { AxisGeometry } from "./geometry.js";
import { dilatedExtent } from "./geometry.js";
import { grainOf } from "./grain.js";
import type { Field, SampleFacts } from "./problem.js";

/** What a look at all samples finds. Nobody looks before it is asked for, nor where a routine saw it on its way. */
export class Look {
  #found: Found | undefined;
  #seen: Seen | undefined;

  constructor(
    private readonly data: Field["data"],
    private readonly imag?: Float64Array,
  ) {}

  /** Says what a routine saw that met every sample. */
  tell(seen: Seen): void {
    this.#seen = seen;
  }

  get finite(): boolean {
    return this.#seen?.finite ?? this.found.finite;
  }

  get largest(): number {
    return this.#seen?.finite ? this.#seen.largest : this.found.largest;
  }

  /** Undefined too where a routine saw fractions: how fine they are it does not see. */
  get grain(): number | undefined {
    if (this.#seen) return this.#seen.whole && this.#seen.finite ? 0 : undefined;
    return this.found.grain;
  }

  private get found(): Found {
    this.#found ??= this.look();
    return this.#found;
  }

  private look(): Found {
    const real = scan(this.data);
    if (!this.imag) return real;
    const imag = scan(this.imag);
    const grain = real.grain === undefined || imag.grain === undefined ? undefined : Math.max(real.grain, imag.grain);
    return {
      finite: real.finite && imag.finite,
      largest: Math.max(real.largest, imag.largest),
      ...(grain === undefined ? {} : { grain }),
    };
  }
}

interface Found {
  readonly finite: boolean;
  readonly largest: number;
  readonly grain?: number;
}

/** The facts of a field, found when they are asked for; `error` is how far its samples may be from what they stand for. */
export function factsOf(field: Field, x: AxisGeometry, y: AxisGeometry, error = 0, look = lookAt(field)): SampleFacts {
  const factor = oddGrowth(x) * oddGrowth(y);
  const outside = [...outsideValues(x.border), ...outsideValues(y.border)];
  return new Facts(look, outside, factor, error * factor);
}

export const lookAt = ({ data, imag }: Pick<Field, "data" | "imag">): Look => new Look(data, imag);

/** Its properties are found by methods, so copies for other threads, which need no facts, do not ask for them. */
class Facts implements SampleFacts {
  readonly #look: Look;
  readonly #outside: readonly number[];
  readonly #factor: number;

  constructor(
    look: Look,
    outside: readonly number[],
    factor: number,
    readonly error: number,
  ) {
    this.#look = look;
    this.#outside = outside;
    this.#factor = factor;
  }

  get finite(): boolean {
    return this.#look.finite;
  }

  get largest(): number {
    return this.#outside.reduce((m, v) => Math.max(m, Math.abs(v)), this.#look.largest) * this.#factor;
  }

  get grain(): number | undefined {
    let { grain } = this.#look;
    for (const v of this.#outside) {
      const g = grainOf(v);
      grain = grain === undefined || g === undefined ? undefined : Math.max(grain, g);
    }
    return grain;
  }
}

const outsideValues = (b: AxisBorder): number[] => (b.kind === "constant" ? [b.value, b.imag ?? 0] : []);

/** Each period of an odd extension adds at most twice the difference of its ends. */
function oddGrowth(g: AxisGeometry): number {
  if (g.border.kind !== "odd" || g.input === 1) return 1;
  const end = g.origin + (g.outputs - 1) * g.stride + dilatedExtent(g.taps, g.dilation);
  const beyond = Math.max(0 - g.origin, end - g.input, 0);
  return 3 + 4 * Math.ceil(beyond / (2 * (g.input - 1)));
}

function scan(data: Field["data"]): Found {
  // Types with few values need no scan: their whole range is soon met anyway.
  if (data instanceof Uint8Array) return { finite: true, largest: 255, grain: 0 };
  if (data instanceof Int8Array) return { finite: true, largest: 128, grain: 0 };
  if (data instanceof Uint16Array) return { finite: true, largest: 65535, grain: 0 };
  if (data instanceof Int16Array) return { finite: true, largest: 32768, grain: 0 };
  if (data instanceof Int32Array) return { finite: true, largest: powerOfTwo(31), grain: 0 };
  const { length } = data;
  let largest = 0;
  let finite = true;
  let grain: number | undefined = 0;
  let unit = 1;
  let i = 0;
  for (; i < length && grain !== undefined; i++) {
    const m = Math.abs(data[i]);
    if (m - m !== 0) {
      finite = false;
      continue;
    }
    if (m > largest) largest = m;
    // A power of two changes no digits, so only numbers finer than all before are looked at.
    const scaled = m * unit;
    if (Math.floor(scaled) === scaled) continue;
    grain = grainOf(m);
    if (grain !== undefined) unit = powerOfTwo(grain);
  }
  if (i === length && grain !== undefined) return { finite, largest, grain };
  const rest = data instanceof Float64Array ? magnitudes(data, i) : magnitudes(new Float64Array(data.subarray(i)), 0);
  return { finite: finite && rest.finite, largest: Math.max(largest, rest.largest) };
}

/** The largest finite magnitude from element `from` on, and whether all of them are finite. */
function magnitudes(data: Float64Array, from: number): { finite: boolean; largest: number } {
  let largest = 0;
  let special = 0;
  for (let i = from; i < data.length; i++) {
    const m = Math.abs(data[i]);
    // 0 times a number that is not finite is NaN, and stays so in the sum.
    special += m * 0;
    if (m > largest && m < Number.POSITIVE_INFINITY) largest = m;
  }
  return { finite: special === 0, largest };
}
