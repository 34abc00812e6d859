/** A memory with the compiled routines over it: each thread that computes has one of its own. */
import { COMPILED } from "./compiled.js";
import { RELAXED } from "./relaxed.js";

/** The routines that work on a block of parameters: `name(address of the block)`. Each is a module of its own. */
export type RoutineName = Exclude<keyof typeof COMPILED, "numbers">;

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

const PAGE = 65536;
/** What memories may grow to: addresses are unsigned 32-bit numbers. */
const MOST_PAGES = 65536;
/** Bytes at the beginning that are no array's: to some routines an address of 0 says that there is none. */
export const RESERVED = 64;

/** Stations that nobody uses, kept for the next call; those with more bytes than this are let go. */
const spare: Station[] = [];
const SPARE = 4;
const SPARE_BYTES = 134217728;

const compiled = new Map<keyof typeof COMPILED, WebAssembly.Module>();

/** A compiled module, once for all memories of the thread. Throws where the engine has no SIMD. */
export function routinesModule(name: keyof typeof COMPILED): WebAssembly.Module {
  let module = compiled.get(name);
  if (!module) {
    module = new WebAssembly.Module(Buffer.from(COMPILED[name], "base64"));
    compiled.set(name, module);
  }
  return module;
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
  private readonly bands: Partial<Record<RoutineName, (at: number) => void>> = {};
  private numbers: NumberRoutines | undefined;

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

  /** The routines over this memory that take addresses and counts as numbers. */
  get routines(): NumberRoutines {
    this.numbers ??= this.exportsOf(routinesModule("numbers")) as NumberRoutines;
    return this.numbers;
  }

  /** Runs a routine here and now. */
  run(routine: RoutineName, at: number): void {
    this.bands[routine] ??= this.band(routine);
    this.bands[routine](at);
  }

  private band(routine: RoutineName): (at: number) => void {
    const module = (routine === "fastBand" ? relaxedModule() : undefined) ?? routinesModule(routine);
    return (this.exportsOf(module) as Record<RoutineName, (at: number) => void>)[routine];
  }

  private exportsOf(module: WebAssembly.Module): unknown {
    return new WebAssembly.Instance(module, { env: { memory: this.memory } }).exports;
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
