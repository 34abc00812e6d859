// Sums of CNN layers: many channels of input to many of output. All channels lie in one memory, a window's samples at one
// table of offsets, so strides, dilations and any number of axes are the table's concern. `../layer.ts` makes the tables
// and has the twin.

/** Products that are added up in registers before they go to the total: a bound on the error of long sums. */
const BLOCK: i32 = 64;

// @ts-ignore: decorators go on functions here
@inline
/** `a + s·k`, the product rounded first. */
function added<T>(a: v128, s: v128, k: v128): v128 {
  return v128.add<T>(a, v128.mul<T>(s, k));
}

// @ts-ignore: decorators go on functions here
@inline
/** Adds a register's sums to the total that lies at `to`. */
function total<T>(to: usize, a: v128): void {
  v128.store(to, v128.add<T>(v128.load(to), a));
}

// @ts-ignore: decorators go on functions here
@inline
/**
 * Adds to the totals at `out`, lines of `pitch` bytes for each output channel, what windows have under their weights:
 * `out[m][i] += Σ_t weights[m][t]·source[i + offsets[t]]` for i < count, in blocks of 64 terms. Whole vectors are made, so
 * lines and samples have room behind their end.
 *
 * @param offsets i32, in bytes
 * @param weights of four channels at a time `[t][4]`, then of each that is left `[t]`
 */
function layer<T>(
  source: usize,
  offsets: usize,
  n: i32,
  weights: usize,
  out: usize,
  pitch: usize,
  count: i32,
  channels: i32,
): void {
  const size = sizeof<T>();
  const stop = <usize>count * size;
  const fours = channels & ~3;
  for (let from = 0; from < n; from += BLOCK) {
    const first = offsets + ((<usize>from) << 2);
    const end = offsets + ((<usize>min(n, from + BLOCK)) << 2);
    for (let m = 0; m < fours; m += 4) {
      const own = weights + (<usize>m * <usize>n + (<usize>from << 2)) * size;
      const line0 = out + <usize>m * pitch;
      const line1 = line0 + pitch;
      const line2 = line1 + pitch;
      const line3 = line2 + pitch;
      for (let x: usize = 0; x < stop; x += 32) {
        const base = source + x;
        let a0 = v128.splat<T>(<T>0);
        let a1 = a0;
        let b0 = a0;
        let b1 = a0;
        let c0 = a0;
        let c1 = a0;
        let d0 = a0;
        let d1 = a0;
        let w = own;
        for (let t = first; t < end; t += 4) {
          const at = base + <usize>load<i32>(t);
          const s0 = v128.load(at);
          const s1 = v128.load(at, 16);
          const k0 = v128.load_splat<T>(w);
          a0 = added<T>(a0, s0, k0);
          a1 = added<T>(a1, s1, k0);
          const k1 = v128.load_splat<T>(w, sizeof<T>());
          b0 = added<T>(b0, s0, k1);
          b1 = added<T>(b1, s1, k1);
          const k2 = v128.load_splat<T>(w, 2 * sizeof<T>());
          c0 = added<T>(c0, s0, k2);
          c1 = added<T>(c1, s1, k2);
          const k3 = v128.load_splat<T>(w, 3 * sizeof<T>());
          d0 = added<T>(d0, s0, k3);
          d1 = added<T>(d1, s1, k3);
          w += 4 * size;
        }
        total<T>(line0 + x, a0);
        total<T>(line0 + x + 16, a1);
        total<T>(line1 + x, b0);
        total<T>(line1 + x + 16, b1);
        total<T>(line2 + x, c0);
        total<T>(line2 + x + 16, c1);
        total<T>(line3 + x, d0);
        total<T>(line3 + x + 16, d1);
      }
    }
    for (let m = fours; m < channels; m++) {
      const own = weights + (<usize>m * <usize>n + <usize>from) * size;
      const line = out + <usize>m * pitch;
      for (let x: usize = 0; x < stop; x += 128) {
        const base = source + x;
        let a0 = v128.splat<T>(<T>0);
        let a1 = a0;
        let a2 = a0;
        let a3 = a0;
        let a4 = a0;
        let a5 = a0;
        let a6 = a0;
        let a7 = a0;
        let w = own;
        for (let t = first; t < end; t += 4) {
          const at = base + <usize>load<i32>(t);
          const k = v128.load_splat<T>(w);
          a0 = added<T>(a0, v128.load(at), k);
          a1 = added<T>(a1, v128.load(at, 16), k);
          a2 = added<T>(a2, v128.load(at, 32), k);
          a3 = added<T>(a3, v128.load(at, 48), k);
          a4 = added<T>(a4, v128.load(at, 64), k);
          a5 = added<T>(a5, v128.load(at, 80), k);
          a6 = added<T>(a6, v128.load(at, 96), k);
          a7 = added<T>(a7, v128.load(at, 112), k);
          w += size;
        }
        const to = line + x;
        total<T>(to, a0);
        total<T>(to + 16, a1);
        total<T>(to + 32, a2);
        total<T>(to + 48, a3);
        total<T>(to + 64, a4);
        total<T>(to + 80, a5);
        total<T>(to + 96, a6);
        total<T>(to + 112, a7);
      }
    }
  }
}

/** Sums in f32. */
export function layerSingles(
  source: usize,
  offsets: usize,
  n: i32,
  weights: usize,
  out: usize,
  pitch: usize,
  count: i32,
  channels: i32,
): void {
  layer<f32>(source, offsets, n, weights, out, pitch, count, channels);
}

/** Sums in f64. */
export function layerDoubles(
  source: usize,
  offsets: usize,
  n: i32,
  weights: usize,
  out: usize,
  pitch: usize,
  count: i32,
  channels: i32,
): void {
  layer<f64>(source, offsets, n, weights, out, pitch, count, channels);
}

/**
 * Moves `rows` rows of `width` bytes from where they lie `fromPitch` apart to where they are to lie `toPitch` apart. A row's
 * new place may overlap what has been moved, not what is still to be.
 */
export function moveRows(from: usize, fromPitch: usize, to: usize, toPitch: usize, width: usize, rows: i32): void {
  for (let r = 0; r < rows; r++) {
    memory.copy(to, from, width);
    from += fromPitch;
    to += toPitch;
  }
}
