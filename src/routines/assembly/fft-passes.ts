// Passes of complex transforms in place. A unit of 32 bytes holds the real parts of two elements (of four where they are
// f32), then their imaginary parts; all lanes go through the same passes.
//
// A forward pass of radix r cuts each of its groups, the remainder of a polynomial modulo z^(rL) − γ, into r parts, the
// remainders modulo z^L − γ_t, where the γ_t are the r-th roots of γ: with β the first root it takes the terms x_j·β^j,
// transforms them, and leaves part t where x_t was. So what comes in its natural order goes out in the order of the
// digits, and a group has the same twiddles β, β² … from end to end. Inverse passes undo that, times r.
//
// `span` is the distance of x_j and x_(j+1) in bytes, so that a group is r spans long; `w` has the twiddles of group 0,
// 1, … as pairs (re, im). Those of group 0 are 1.

// @ts-ignore: decorators go on functions here
@inline
/** Bytes of a twiddle. */
function pair<T>(): usize {
  return 2 * sizeof<T>();
}

/** What is written out where it is called. */
// biome-ignore lint/complexity/noStaticOnlyClass: decorators go on methods only
class Inline {
  /** The real part of x·w, or of x. */
  @inline
  static re<T>(r: v128, i: v128, wr: v128, wi: v128, turn: bool): v128 {
    return turn ? v128.sub<T>(v128.mul<T>(r, wr), v128.mul<T>(i, wi)) : r;
  }

  @inline
  static im<T>(r: v128, i: v128, wr: v128, wi: v128, turn: bool): v128 {
    return turn ? v128.add<T>(v128.mul<T>(r, wi), v128.mul<T>(i, wr)) : i;
  }

  /** A part of a twiddle in all lanes, where there is one. */
  @inline
  static twiddle<T>(at: usize, turn: bool): v128 {
    return turn ? v128.load_splat<T>(at) : v128.splat<T>(<T>0);
  }

  /** Stores x, or x·conj(w). */
  @inline
  static put<T>(to: usize, r: v128, i: v128, w: usize, turn: bool): void {
    if (turn) {
      const wr = v128.load_splat<T>(w);
      const wi = v128.load_splat<T>(w, sizeof<T>());
      v128.store(to, v128.add<T>(v128.mul<T>(r, wr), v128.mul<T>(i, wi)));
      v128.store(to, v128.sub<T>(v128.mul<T>(i, wr), v128.mul<T>(r, wi)), 16);
    } else {
      v128.store(to, r);
      v128.store(to, i, 16);
    }
  }

  @inline
  static both<T>(a: v128, ka: f64, b: v128, kb: f64): v128 {
    return v128.add<T>(v128.mul<T>(v128.splat<T>(<T>ka), a), v128.mul<T>(v128.splat<T>(<T>kb), b));
  }

  @inline
  static forward4<T>(a: usize, span: usize, w: usize, turn: bool): void {
    const b = a + span;
    const c = b + span;
    const d = c + span;
    const cx = v128.load(c);
    const cy = v128.load(c, 16);
    const cu = Inline.twiddle<T>(w + pair<T>(), turn);
    const cv = Inline.twiddle<T>(w + pair<T>() + sizeof<T>(), turn);
    const cr = Inline.re<T>(cx, cy, cu, cv, turn);
    const ci = Inline.im<T>(cx, cy, cu, cv, turn);
    const ar = v128.load(a);
    const ai = v128.load(a, 16);
    const pr = v128.add<T>(ar, cr);
    const pi = v128.add<T>(ai, ci);
    const mr = v128.sub<T>(ar, cr);
    const mi = v128.sub<T>(ai, ci);
    const bx = v128.load(b);
    const by = v128.load(b, 16);
    const bu = Inline.twiddle<T>(w, turn);
    const bv = Inline.twiddle<T>(w + sizeof<T>(), turn);
    const br = Inline.re<T>(bx, by, bu, bv, turn);
    const bi = Inline.im<T>(bx, by, bu, bv, turn);
    const dx = v128.load(d);
    const dy = v128.load(d, 16);
    const du = Inline.twiddle<T>(w + 2 * pair<T>(), turn);
    const dv = Inline.twiddle<T>(w + 2 * pair<T>() + sizeof<T>(), turn);
    const dr = Inline.re<T>(dx, dy, du, dv, turn);
    const di = Inline.im<T>(dx, dy, du, dv, turn);
    const qr = v128.add<T>(br, dr);
    const qi = v128.add<T>(bi, di);
    const nr = v128.sub<T>(br, dr);
    const ni = v128.sub<T>(bi, di);
    v128.store(a, v128.add<T>(pr, qr));
    v128.store(a, v128.add<T>(pi, qi), 16);
    v128.store(c, v128.sub<T>(pr, qr));
    v128.store(c, v128.sub<T>(pi, qi), 16);
    v128.store(b, v128.add<T>(mr, ni));
    v128.store(b, v128.sub<T>(mi, nr), 16);
    v128.store(d, v128.sub<T>(mr, ni));
    v128.store(d, v128.add<T>(mi, nr), 16);
  }

  @inline
  static inverse4<T>(a: usize, span: usize, w: usize, turn: bool): void {
    const b = a + span;
    const c = b + span;
    const d = c + span;
    const ar = v128.load(a);
    const ai = v128.load(a, 16);
    const cr = v128.load(c);
    const ci = v128.load(c, 16);
    const pr = v128.add<T>(ar, cr);
    const pi = v128.add<T>(ai, ci);
    const mr = v128.sub<T>(ar, cr);
    const mi = v128.sub<T>(ai, ci);
    const br = v128.load(b);
    const bi = v128.load(b, 16);
    const dr = v128.load(d);
    const di = v128.load(d, 16);
    const qr = v128.add<T>(br, dr);
    const qi = v128.add<T>(bi, di);
    const nr = v128.sub<T>(br, dr);
    const ni = v128.sub<T>(bi, di);
    v128.store(a, v128.add<T>(pr, qr));
    v128.store(a, v128.add<T>(pi, qi), 16);
    Inline.put<T>(c, v128.sub<T>(pr, qr), v128.sub<T>(pi, qi), w + pair<T>(), turn);
    Inline.put<T>(b, v128.sub<T>(mr, ni), v128.add<T>(mi, nr), w, turn);
    Inline.put<T>(d, v128.add<T>(mr, ni), v128.sub<T>(mi, nr), w + 2 * pair<T>(), turn);
  }

  @inline
  static forward2<T>(a: usize, span: usize, w: usize, turn: bool): void {
    const b = a + span;
    const bx = v128.load(b);
    const by = v128.load(b, 16);
    const bu = Inline.twiddle<T>(w, turn);
    const bv = Inline.twiddle<T>(w + sizeof<T>(), turn);
    const br = Inline.re<T>(bx, by, bu, bv, turn);
    const bi = Inline.im<T>(bx, by, bu, bv, turn);
    const ar = v128.load(a);
    const ai = v128.load(a, 16);
    v128.store(a, v128.add<T>(ar, br));
    v128.store(a, v128.add<T>(ai, bi), 16);
    v128.store(b, v128.sub<T>(ar, br));
    v128.store(b, v128.sub<T>(ai, bi), 16);
  }

  @inline
  static inverse2<T>(a: usize, span: usize, w: usize, turn: bool): void {
    const b = a + span;
    const ar = v128.load(a);
    const ai = v128.load(a, 16);
    const br = v128.load(b);
    const bi = v128.load(b, 16);
    v128.store(a, v128.add<T>(ar, br));
    v128.store(a, v128.add<T>(ai, bi), 16);
    Inline.put<T>(b, v128.sub<T>(ar, br), v128.sub<T>(ai, bi), w, turn);
  }

  /** `inverse`: the transform with the sign of i exchanged. */
  @inline
  static radix3<T>(a: usize, span: usize, w: usize, turn: bool, inverse: bool): void {
    const b = a + span;
    const c = b + span;
    const forward = turn && !inverse;
    const bx = v128.load(b);
    const by = v128.load(b, 16);
    const bu = Inline.twiddle<T>(w, forward);
    const bv = Inline.twiddle<T>(w + sizeof<T>(), forward);
    const br = Inline.re<T>(bx, by, bu, bv, forward);
    const bi = Inline.im<T>(bx, by, bu, bv, forward);
    const cx = v128.load(c);
    const cy = v128.load(c, 16);
    const cu = Inline.twiddle<T>(w + pair<T>(), forward);
    const cv = Inline.twiddle<T>(w + pair<T>() + sizeof<T>(), forward);
    const cr = Inline.re<T>(cx, cy, cu, cv, forward);
    const ci = Inline.im<T>(cx, cy, cu, cv, forward);
    const ar = v128.load(a);
    const ai = v128.load(a, 16);
    const sine = v128.splat<T>(<T>(inverse ? -SIN3 : SIN3));
    const sr = v128.add<T>(br, cr);
    const si = v128.add<T>(bi, ci);
    const mr = v128.sub<T>(ar, v128.mul<T>(v128.splat<T>(<T>0.5), sr));
    const mi = v128.sub<T>(ai, v128.mul<T>(v128.splat<T>(<T>0.5), si));
    const or = v128.mul<T>(sine, v128.sub<T>(bi, ci));
    const oi = v128.mul<T>(sine, v128.sub<T>(cr, br));
    v128.store(a, v128.add<T>(ar, sr));
    v128.store(a, v128.add<T>(ai, si), 16);
    Inline.put<T>(b, v128.add<T>(mr, or), v128.add<T>(mi, oi), w, turn && inverse);
    Inline.put<T>(c, v128.sub<T>(mr, or), v128.sub<T>(mi, oi), w + pair<T>(), turn && inverse);
  }

  @inline
  static radix5<T>(a: usize, span: usize, w: usize, turn: bool, inverse: bool): void {
    const b = a + span;
    const c = b + span;
    const d = c + span;
    const e = d + span;
    const forward = turn && !inverse;
    const back = turn && inverse;
    const bx = v128.load(b);
    const by = v128.load(b, 16);
    const bu = Inline.twiddle<T>(w, forward);
    const bv = Inline.twiddle<T>(w + sizeof<T>(), forward);
    const br = Inline.re<T>(bx, by, bu, bv, forward);
    const bi = Inline.im<T>(bx, by, bu, bv, forward);
    const ex = v128.load(e);
    const ey = v128.load(e, 16);
    const eu = Inline.twiddle<T>(w + 3 * pair<T>(), forward);
    const ev = Inline.twiddle<T>(w + 3 * pair<T>() + sizeof<T>(), forward);
    const er = Inline.re<T>(ex, ey, eu, ev, forward);
    const ei = Inline.im<T>(ex, ey, eu, ev, forward);
    const s1r = v128.add<T>(br, er);
    const s1i = v128.add<T>(bi, ei);
    const d1r = v128.sub<T>(br, er);
    const d1i = v128.sub<T>(bi, ei);
    const cx = v128.load(c);
    const cy = v128.load(c, 16);
    const cu = Inline.twiddle<T>(w + pair<T>(), forward);
    const cv = Inline.twiddle<T>(w + pair<T>() + sizeof<T>(), forward);
    const cr = Inline.re<T>(cx, cy, cu, cv, forward);
    const ci = Inline.im<T>(cx, cy, cu, cv, forward);
    const dx = v128.load(d);
    const dy = v128.load(d, 16);
    const du = Inline.twiddle<T>(w + 2 * pair<T>(), forward);
    const dv = Inline.twiddle<T>(w + 2 * pair<T>() + sizeof<T>(), forward);
    const dr = Inline.re<T>(dx, dy, du, dv, forward);
    const di = Inline.im<T>(dx, dy, du, dv, forward);
    const s2r = v128.add<T>(cr, dr);
    const s2i = v128.add<T>(ci, di);
    const d2r = v128.sub<T>(cr, dr);
    const d2i = v128.sub<T>(ci, di);
    const ar = v128.load(a);
    const ai = v128.load(a, 16);
    v128.store(a, v128.add<T>(ar, v128.add<T>(s1r, s2r)));
    v128.store(a, v128.add<T>(ai, v128.add<T>(s1i, s2i)), 16);
    const s1: f64 = inverse ? -S1 : S1;
    const s2: f64 = inverse ? -S2 : S2;
    const m1r = v128.add<T>(ar, Inline.both<T>(s1r, C1, s2r, C2));
    const m1i = v128.add<T>(ai, Inline.both<T>(s1i, C1, s2i, C2));
    const n1r = Inline.both<T>(d1i, s1, d2i, s2);
    const n1i = Inline.both<T>(d1r, -s1, d2r, -s2);
    Inline.put<T>(b, v128.add<T>(m1r, n1r), v128.add<T>(m1i, n1i), w, back);
    Inline.put<T>(e, v128.sub<T>(m1r, n1r), v128.sub<T>(m1i, n1i), w + 3 * pair<T>(), back);
    const m2r = v128.add<T>(ar, Inline.both<T>(s1r, C2, s2r, C1));
    const m2i = v128.add<T>(ai, Inline.both<T>(s1i, C2, s2i, C1));
    const n2r = Inline.both<T>(d1i, s2, d2i, -s1);
    const n2i = Inline.both<T>(d1r, -s2, d2r, s1);
    Inline.put<T>(c, v128.add<T>(m2r, n2r), v128.add<T>(m2i, n2i), w + pair<T>(), back);
    Inline.put<T>(d, v128.sub<T>(m2r, n2r), v128.sub<T>(m2i, n2i), w + 2 * pair<T>(), back);
  }
}

const SIN3: f64 = 0.8660254037844386; // sin(2π/3)
// cos and sin of 2π/5 and 4π/5.
const C1: f64 = 0.30901699437494745;
const C2: f64 = -0.8090169943749475;
const S1: f64 = 0.9510565162951535;
const S2: f64 = 0.5877852522924731;

function forward4<T>(data: usize, span: usize, w: usize, from: i32, to: i32): void {
  for (let g = from; g < to; g++) {
    const at = data + (span << 2) * <usize>g;
    const t = w + 3 * pair<T>() * <usize>g;
    if (g === 0) for (let q: usize = 0; q < span; q += 32) Inline.forward4<T>(at + q, span, t, false);
    else for (let q: usize = 0; q < span; q += 32) Inline.forward4<T>(at + q, span, t, true);
  }
}

function inverse4<T>(data: usize, span: usize, w: usize, from: i32, to: i32): void {
  for (let g = from; g < to; g++) {
    const at = data + (span << 2) * <usize>g;
    const t = w + 3 * pair<T>() * <usize>g;
    if (g === 0) for (let q: usize = 0; q < span; q += 32) Inline.inverse4<T>(at + q, span, t, false);
    else for (let q: usize = 0; q < span; q += 32) Inline.inverse4<T>(at + q, span, t, true);
  }
}

function forward2<T>(data: usize, span: usize, w: usize, from: i32, to: i32): void {
  for (let g = from; g < to; g++) {
    const at = data + (span << 1) * <usize>g;
    const t = w + pair<T>() * <usize>g;
    if (g === 0) for (let q: usize = 0; q < span; q += 32) Inline.forward2<T>(at + q, span, t, false);
    else for (let q: usize = 0; q < span; q += 32) Inline.forward2<T>(at + q, span, t, true);
  }
}

function inverse2<T>(data: usize, span: usize, w: usize, from: i32, to: i32): void {
  for (let g = from; g < to; g++) {
    const at = data + (span << 1) * <usize>g;
    const t = w + pair<T>() * <usize>g;
    if (g === 0) for (let q: usize = 0; q < span; q += 32) Inline.inverse2<T>(at + q, span, t, false);
    else for (let q: usize = 0; q < span; q += 32) Inline.inverse2<T>(at + q, span, t, true);
  }
}

function forward3<T>(data: usize, span: usize, w: usize, from: i32, to: i32): void {
  for (let g = from; g < to; g++) {
    const at = data + span * 3 * <usize>g;
    const t = w + 2 * pair<T>() * <usize>g;
    if (g === 0) for (let q: usize = 0; q < span; q += 32) Inline.radix3<T>(at + q, span, t, false, false);
    else for (let q: usize = 0; q < span; q += 32) Inline.radix3<T>(at + q, span, t, true, false);
  }
}

function inverse3<T>(data: usize, span: usize, w: usize, from: i32, to: i32): void {
  for (let g = from; g < to; g++) {
    const at = data + span * 3 * <usize>g;
    const t = w + 2 * pair<T>() * <usize>g;
    if (g === 0) for (let q: usize = 0; q < span; q += 32) Inline.radix3<T>(at + q, span, t, false, true);
    else for (let q: usize = 0; q < span; q += 32) Inline.radix3<T>(at + q, span, t, true, true);
  }
}

function forward5<T>(data: usize, span: usize, w: usize, from: i32, to: i32): void {
  for (let g = from; g < to; g++) {
    const at = data + span * 5 * <usize>g;
    const t = w + 4 * pair<T>() * <usize>g;
    if (g === 0) for (let q: usize = 0; q < span; q += 32) Inline.radix5<T>(at + q, span, t, false, false);
    else for (let q: usize = 0; q < span; q += 32) Inline.radix5<T>(at + q, span, t, true, false);
  }
}

function inverse5<T>(data: usize, span: usize, w: usize, from: i32, to: i32): void {
  for (let g = from; g < to; g++) {
    const at = data + span * 5 * <usize>g;
    const t = w + 4 * pair<T>() * <usize>g;
    if (g === 0) for (let q: usize = 0; q < span; q += 32) Inline.radix5<T>(at + q, span, t, false, true);
    else for (let q: usize = 0; q < span; q += 32) Inline.radix5<T>(at + q, span, t, true, true);
  }
}

/** One forward pass over groups [from, to). */
export function forwardPass<T>(radix: i32, data: usize, span: usize, w: usize, from: i32, to: i32): void {
  if (radix === 4) forward4<T>(data, span, w, from, to);
  else if (radix === 2) forward2<T>(data, span, w, from, to);
  else if (radix === 3) forward3<T>(data, span, w, from, to);
  else forward5<T>(data, span, w, from, to);
}

/** Its inverse, times the radix. */
export function inversePass<T>(radix: i32, data: usize, span: usize, w: usize, from: i32, to: i32): void {
  if (radix === 4) inverse4<T>(data, span, w, from, to);
  else if (radix === 2) inverse2<T>(data, span, w, from, to);
  else if (radix === 3) inverse3<T>(data, span, w, from, to);
  else inverse5<T>(data, span, w, from, to);
}
