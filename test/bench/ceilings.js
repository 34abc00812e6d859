// Compiles `assembly/loops.ts` and measures what it reaches: the ceilings that the engine's direct loops are held to.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

/** Samples a loop goes over: 8 KiB of i16, at most 16 KiB of f64, beside as many taps. Fits every first-level cache. */
const SAMPLES = { dotI16: 4096, scaleI16: 4096, scaleF32: 2048, scaleF64: 1024 };
const BYTES = { dotI16: 2, scaleI16: 2, scaleF32: 4, scaleF64: 8 };

/** Kind of arithmetic → the loops of that kind. */
export const KINDS = { i16: ["dotI16", "scaleI16"], f32: ["scaleF32"], f64: ["scaleF64"] };

async function compile() {
  const folder = mkdtempSync(join(tmpdir(), "bench-loops-"));
  try {
    const out = join(folder, "loops.wasm");
    const source = fileURLToPath(new URL("assembly/loops.ts", import.meta.url));
    const flags = ["--runtime", "stub", "--importMemory", "--enable", "simd", "-O3", "--noAssert", "-o", out];
    const { error, stderr } = await asc.main([source, "--baseDir", folder, ...flags]);
    if (error) throw new Error(`the loops do not compile: ${stderr.toString()}`, { cause: error });
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** name → a function that runs the loop for about `ms` milliseconds and returns multiply-adds a nanosecond. */
export async function makeLoops(ms = 10) {
  const memory = new WebAssembly.Memory({ initial: 2 });
  const { instance } = await WebAssembly.instantiate(await compile(), { env: { memory, abort: () => undefined } });
  const [a, b] = [0, 65536];
  // Small ones everywhere: no overflow, no denormals, in any of the number types.
  new Uint8Array(memory.buffer).fill(1);
  const loops = {};
  for (const [name, samples] of Object.entries(SAMPLES)) {
    fill(memory.buffer, BYTES[name], name.endsWith("F32") || name.endsWith("F64"));
    const run = instance.exports[name];
    const rate = (turns) => {
      const start = process.hrtime.bigint();
      run(a, b, samples, turns);
      return (samples * turns) / Number(process.hrtime.bigint() - start);
    };
    // Long enough for the optimising compiler to have taken over.
    for (let i = 0; i < 20; i++) rate(200);
    const turns = Math.ceil((rate(1000) * ms * 1e6) / samples);
    loops[name] = () => {
      fill(memory.buffer, BYTES[name], name.endsWith("F32") || name.endsWith("F64"));
      return rate(turns);
    };
  }
  return loops;
}

function fill(buffer, bytes, float) {
  if (!float) new Int16Array(buffer).fill(1);
  else if (bytes === 4) new Float32Array(buffer).fill(0.5);
  else new Float64Array(buffer).fill(0.5);
}

/** The fastest loop of a kind, measured now. */
export const ceiling = (loops, kind) => Math.max(...KINDS[kind].map((name) => loops[name]()));
