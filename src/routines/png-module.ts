/** The compiled routines of PNG over a memory of their own. */
import { PNG } from "./compiled-png.js";

export interface PngExports {
  filterRows(
    source: number,
    pitch: number,
    rows: number,
    bytes: number,
    left: number,
    choose: number,
    out: number,
  ): void;
  unfilterRow(filter: number, row: number, above: number, bytes: number, left: number, out: number): void;
  adler32(at: number, n: number, before: number): number;
}

const PAGE = 65536;

let compiled: WebAssembly.Module | undefined;

/** @throws RangeError where there is no room for so many bytes */
export function pngRoutines(bytes: number): { readonly memory: Uint8Array; readonly routines: PngExports } {
  const pages = Math.ceil(bytes / PAGE);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  compiled ??= new WebAssembly.Module(Buffer.from(PNG, "base64"));
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  return { memory: new Uint8Array(memory.buffer), routines: exports as unknown as PngExports };
}
