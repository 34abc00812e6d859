/** A memory with the compiled routines over it: each thread that computes has one of its own. */
import { COMPILED } from "./compiled.js";
import { RELAXED } from "./relaxed.js";

/** The routines that work on a block of parameters: `name(address of the block)`. */
export const ROUTINES = [
  "boxBand",
  "denseBand",
  "doubleBand",
  "fastBand",
  "fewBand",
  "nearBand",
  "premultipliedBand",
  "separableBand",
  "spectralBand",
] as const;
export type RoutineName = (typeof ROUTINES)[number];

/** Sums of a layer: see `assembly/layer.ts`. */
type LayerRoutine = (
  source: number,
  offsets: number,
  n: number,
  weights: number,
  out: number,
  pitch: number,
  count: number,
  channels: number,
) => void;

/** The routines that take addresses and counts as numbers. */
interface NumberRoutines {
  inspect(samples: number, n: number, flags: number): number;
  fillBlock(shape: number, type: number, re: number, im: number, step: number, pitch: number): void;
  spectrumBlock(shape: number, h: number, many: number): void;
  filterBlock(shape: number, h: number, many: number): void;
  gatherBlock(shape: number, h: number, many: number, gathered: number, first: number, last: number): void;
  takeBlock(
    shape: number,
    part: number,
    x0: number,
    x1: number,
    y0: number,
    y1: number,
    out: number,
    step: number,
    pitch: number,
    how: number,
    scale: number,
  ): void;
  layerDoubles: LayerRoutine;
  layerSingles: LayerRoutine;
  moveRows(from: number, fromPitch: number, to: number, toPitch: number, width: number, rows: number): void;
  quotients(sums: number, n: number, divisor: number, offset: number, single: number, out: number, found: number): void;
  roundSums(sums: number, n: number, p: number, how: number, type: number, out: number, found: number): void;
  slideColumns(sums: number, squares: number, n: number, out: number, into: number, type: number): void;
  gatherWindows(
    sums: number,
    squares: number,
    n: number,
    width: number,
    channels: number,
    weight: number,
    own: number,
    to: number,
    pitch: number,
    wide: number,
  ): void;
  scoreWindows(
    method: number,
    products: number,
    n: number,
    windows: number,
    pitch: number,
    constants: number,
    counts: number,
  ): void;
}

type Exports = NumberRoutines & Readonly<Record<RoutineName, (at: number) => void>>;

const PAGE = 65536;
/** What memories may grow to: addresses are unsigned 32-bit numbers. */
const MOST_PAGES = 65536;
/** Bytes at the beginning that are no array's: to some routines an address of 0 says that there is none. */
export const RESERVED = 64;

/** Stations that nobody uses, kept for the next call; those with more bytes than this are let go. */
const spare: Station[] = [];
const SPARE = 4;
const SPARE_BYTES = 134217728;

let compiled: WebAssembly.Module | undefined;

/** The compiled routines, once for all memories and threads of the process. Throws where the engine has no SIMD. */
export function routinesModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Buffer.from(COMPILED, "base64"));
  return compiled;
}

let relaxed: WebAssembly.Module | false | undefined;

/** Routines that multiply and add in one rounding; undefined where the engine has none, or they are not wanted. */
function relaxedModule(): WebAssembly.Module | undefined {
  if (relaxed === undefined) {
    const bytes = Buffer.from(RELAXED, "base64");
    relaxed = WebAssembly.validate(bytes) && new WebAssembly.Module(bytes);
  }
  return relaxed || undefined;
}

/** Whether results of `fastBand` have one rounding a tap, or two. */
export const isRelaxed = (): boolean => relaxedModule() !== undefined;

export class Station {
  readonly memory: WebAssembly.Memory;
  private exports: Exports | undefined;
  private relaxed: Exports | undefined;

  /** @throws RangeError where there is no room for one more memory */
  constructor() {
    this.memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
  }

  /** The memory as it is now; grows, so views are made after `reserve`. */
  get buffer(): SharedArrayBuffer {
    return this.memory.buffer;
  }

  /**
   * Makes sure that there are so many bytes. What was there before stays.
   * @throws RangeError where the memory cannot have them
   */
  reserve(bytes: number): void {
    const missing = Math.ceil(bytes / PAGE) - this.buffer.byteLength / PAGE;
    if (missing > 0) this.memory.grow(missing);
  }

  /** The routines over this memory; addresses and counts are numbers. */
  get routines(): Exports {
    this.exports ??= this.instance(routinesModule());
    return this.exports;
  }

  /** Runs a routine here and now. */
  run(routine: RoutineName, at: number): void {
    const faster = routine === "fastBand" ? relaxedModule() : undefined;
    if (faster) {
      this.relaxed ??= this.instance(faster);
      this.relaxed[routine](at);
      return;
    }
    this.routines[routine](at);
  }

  private instance(module: WebAssembly.Module): Exports {
    return new WebAssembly.Instance(module, { env: { memory: this.memory } }).exports as unknown as Exports;
  }
}

/** A station for one call; undefined where there is no room for one more memory. */
export function borrowStation(): Station | undefined {
  try {
    return spare.pop() ?? new Station();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

export function returnStation(station: Station): void {
  if (spare.length < SPARE && station.buffer.byteLength <= SPARE_BYTES) spare.push(station);
}
