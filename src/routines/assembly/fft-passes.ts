// Passes of complex transforms in place. A unit of 32 bytes holds the real parts of two elements, then their imaginary
// parts; both lanes go through the same passes.
//
// A forward pass of radix r cuts each of its groups, the remainder of a polynomial modulo z^(rL) − γ, into r parts, the
// remainders modulo z^L − γ_t, where the γ_t are the r-th roots of γ: with β the first root it takes the terms x_j·β^j,
// transforms them, and leaves part t where x_t was. So what comes in its natural order goes out in the order of the
// digits, and a group has the same twiddles β, β² … from end to end. Inverse passes undo that, times r.
//
// `span` is the distance of x_j and x_(j+1) in bytes, so that a group is r spans long; `w` has the twiddles of group 0,
// 1, … as pairs (re, im). Those of group 0 are 1.

/** What is written out where it is called. */
// biome-ignore lint/complexity/noStaticOnlyClass: decorators go on methods only
class Inline {
  /** The real part of x·w. */
  @inline
  static re(r: v128, i: v128, w: usize): v128 {
    return f64x2.sub(f64x2.mul(r, v128.load64_splat(w)), f64x2.mul(i, v128.load64_splat(w, 8)));
  }

  @inline
  static im(r: v128, i: v128, w: usize): v128 {
    return f64x2.add(f64x2.mul(r, v128.load64_splat(w, 8)), f64x2.mul(i, v128.load64_splat(w)));
  }

  /** Stores x, or x·conj(w). */
  @inline
  static put(to: usize, r: v128, i: v128, w: usize, turn: bool): void {
    if (turn) {
      const wr = v128.load64_splat(w);
      const wi = v128.load64_splat(w, 8);
      v128.store(to, f64x2.add(f64x2.mul(r, wr), f64x2.mul(i, wi)));
      v128.store(to, f64x2.sub(f64x2.mul(i, wr), f64x2.mul(r, wi)), 16);
    } else {
      v128.store(to, r);
      v128.store(to, i, 16);
    }
  }

  /** Term j of a butterfly: the real part. */
  @inline
  static termRe(at: usize, w: usize, turn: bool): v128 {
    return turn ? Inline.re(v128.load(at), v128.load(at, 16), w) : v128.load(at);
  }

  @inline
  static termIm(at: usize, w: usize, turn: bool): v128 {
    return turn ? Inline.im(v128.load(at), v128.load(at, 16), w) : v128.load(at, 16);
  }

  @inline
  static both(a: v128, ka: f64, b: v128, kb: f64): v128 {
    return f64x2.add(f64x2.mul(f64x2.splat(ka), a), f64x2.mul(f64x2.splat(kb), b));
  }

  @inline
  static forward4(a: usize, span: usize, w: usize, turn: bool): void {
    const b = a + span;
    const c = b + span;
    const d = c + span;
    const cr = Inline.termRe(c, w + 16, turn);
    const ci = Inline.termIm(c, w + 16, turn);
    const ar = v128.load(a);
    const ai = v128.load(a, 16);
    const pr = f64x2.add(ar, cr);
    const pi = f64x2.add(ai, ci);
    const mr = f64x2.sub(ar, cr);
    const mi = f64x2.sub(ai, ci);
    const br = Inline.termRe(b, w, turn);
    const bi = Inline.termIm(b, w, turn);
    const dr = Inline.termRe(d, w + 32, turn);
    const di = Inline.termIm(d, w + 32, turn);
    const qr = f64x2.add(br, dr);
    const qi = f64x2.add(bi, di);
    const nr = f64x2.sub(br, dr);
    const ni = f64x2.sub(bi, di);
    v128.store(a, f64x2.add(pr, qr));
    v128.store(a, f64x2.add(pi, qi), 16);
    v128.store(c, f64x2.sub(pr, qr));
    v128.store(c, f64x2.sub(pi, qi), 16);
    v128.store(b, f64x2.add(mr, ni));
    v128.store(b, f64x2.sub(mi, nr), 16);
    v128.store(d, f64x2.sub(mr, ni));
    v128.store(d, f64x2.add(mi, nr), 16);
  }

  @inline
  static inverse4(a: usize, span: usize, w: usize, turn: bool): void {
    const b = a + span;
    const c = b + span;
    const d = c + span;
    const ar = v128.load(a);
    const ai = v128.load(a, 16);
    const cr = v128.load(c);
    const ci = v128.load(c, 16);
    const pr = f64x2.add(ar, cr);
    const pi = f64x2.add(ai, ci);
    const mr = f64x2.sub(ar, cr);
    const mi = f64x2.sub(ai, ci);
    const br = v128.load(b);
    const bi = v128.load(b, 16);
    const dr = v128.load(d);
    const di = v128.load(d, 16);
    const qr = f64x2.add(br, dr);
    const qi = f64x2.add(bi, di);
    const nr = f64x2.sub(br, dr);
    const ni = f64x2.sub(bi, di);
    v128.store(a, f64x2.add(pr, qr));
    v128.store(a, f64x2.add(pi, qi), 16);
    Inline.put(c, f64x2.sub(pr, qr), f64x2.sub(pi, qi), w + 16, turn);
    Inline.put(b, f64x2.sub(mr, ni), f64x2.add(mi, nr), w, turn);
    Inline.put(d, f64x2.add(mr, ni), f64x2.sub(mi, nr), w + 32, turn);
  }

  @inline
  static forward2(a: usize, span: usize, w: usize, turn: bool): void {
    const b = a + span;
    const br = Inline.termRe(b, w, turn);
    const bi = Inline.termIm(b, w, turn);
    const ar = v128.load(a);
    const ai = v128.load(a, 16);
    v128.store(a, f64x2.add(ar, br));
    v128.store(a, f64x2.add(ai, bi), 16);
    v128.store(b, f64x2.sub(ar, br));
    v128.store(b, f64x2.sub(ai, bi), 16);
  }

  @inline
  static inverse2(a: usize, span: usize, w: usize, turn: bool): void {
    const b = a + span;
    const ar = v128.load(a);
    const ai = v128.load(a, 16);
    const br = v128.load(b);
    const bi = v128.load(b, 16);
    v128.store(a, f64x2.add(ar, br));
    v128.store(a, f64x2.add(ai, bi), 16);
    Inline.put(b, f64x2.sub(ar, br), f64x2.sub(ai, bi), w, turn);
  }

  /** `inverse`: the transform with the sign of i exchanged. */
  @inline
  static radix3(a: usize, span: usize, w: usize, turn: bool, inverse: bool): void {
    const b = a + span;
    const c = b + span;
    const forward = turn && !inverse;
    const br = Inline.termRe(b, w, forward);
    const bi = Inline.termIm(b, w, forward);
    const cr = Inline.termRe(c, w + 16, forward);
    const ci = Inline.termIm(c, w + 16, forward);
    const ar = v128.load(a);
    const ai = v128.load(a, 16);
    const sine = f64x2.splat(inverse ? -SIN3 : SIN3);
    const sr = f64x2.add(br, cr);
    const si = f64x2.add(bi, ci);
    const mr = f64x2.sub(ar, f64x2.mul(f64x2.splat(0.5), sr));
    const mi = f64x2.sub(ai, f64x2.mul(f64x2.splat(0.5), si));
    const or = f64x2.mul(sine, f64x2.sub(bi, ci));
    const oi = f64x2.mul(sine, f64x2.sub(cr, br));
    v128.store(a, f64x2.add(ar, sr));
    v128.store(a, f64x2.add(ai, si), 16);
    Inline.put(b, f64x2.add(mr, or), f64x2.add(mi, oi), w, turn && inverse);
    Inline.put(c, f64x2.sub(mr, or), f64x2.sub(mi, oi), w + 16, turn && inverse);
  }

  @inline
  static radix5(a: usize, span: usize, w: usize, turn: bool, inverse: bool): void {
    const b = a + span;
    const c = b + span;
    const d = c + span;
    const e = d + span;
    const forward = turn && !inverse;
    const back = turn && inverse;
    const br = Inline.termRe(b, w, forward);
    const bi = Inline.termIm(b, w, forward);
    const er = Inline.termRe(e, w + 48, forward);
    const ei = Inline.termIm(e, w + 48, forward);
    const s1r = f64x2.add(br, er);
    const s1i = f64x2.add(bi, ei);
    const d1r = f64x2.sub(br, er);
    const d1i = f64x2.sub(bi, ei);
    const cr = Inline.termRe(c, w + 16, forward);
    const ci = Inline.termIm(c, w + 16, forward);
    const dr = Inline.termRe(d, w + 32, forward);
    const di = Inline.termIm(d, w + 32, forward);
    const s2r = f64x2.add(cr, dr);
    const s2i = f64x2.add(ci, di);
    const d2r = f64x2.sub(cr, dr);
    const d2i = f64x2.sub(ci, di);
    const ar = v128.load(a);
    const ai = v128.load(a, 16);
    v128.store(a, f64x2.add(ar, f64x2.add(s1r, s2r)));
    v128.store(a, f64x2.add(ai, f64x2.add(s1i, s2i)), 16);
    const s1: f64 = inverse ? -S1 : S1;
    const s2: f64 = inverse ? -S2 : S2;
    const m1r = f64x2.add(ar, Inline.both(s1r, C1, s2r, C2));
    const m1i = f64x2.add(ai, Inline.both(s1i, C1, s2i, C2));
    const n1r = Inline.both(d1i, s1, d2i, s2);
    const n1i = Inline.both(d1r, -s1, d2r, -s2);
    Inline.put(b, f64x2.add(m1r, n1r), f64x2.add(m1i, n1i), w, back);
    Inline.put(e, f64x2.sub(m1r, n1r), f64x2.sub(m1i, n1i), w + 48, back);
    const m2r = f64x2.add(ar, Inline.both(s1r, C2, s2r, C1));
    const m2i = f64x2.add(ai, Inline.both(s1i, C2, s2i, C1));
    const n2r = Inline.both(d1i, s2, d2i, -s1);
    const n2i = Inline.both(d1r, -s2, d2r, s1);
    Inline.put(c, f64x2.add(m2r, n2r), f64x2.add(m2i, n2i), w + 16, back);
    Inline.put(d, f64x2.sub(m2r, n2r), f64x2.sub(m2i, n2i), w + 32, back);
  }
}

const SIN3: f64 = 0.8660254037844386; // sin(2π/3)
// cos and sin of 2π/5 and 4π/5.
const C1: f64 = 0.30901699437494745;
const C2: f64 = -0.8090169943749475;
const S1: f64 = 0.9510565162951535;
const S2: f64 = 0.5877852522924731;

function forward4(data: usize, span: usize, w: usize, from: i32, to: i32): void {
  for (let g = from; g < to; g++) {
    const at = data + (span << 2) * <usize>g;
    const t = w + 48 * <usize>g;
    if (g === 0) for (let q: usize = 0; q < span; q += 32) Inline.forward4(at + q, span, t, false);
    else for (let q: usize = 0; q < span; q += 32) Inline.forward4(at + q, span, t, true);
  }
}

function inverse4(data: usize, span: usize, w: usize, from: i32, to: i32): void {
  for (let g = from; g < to; g++) {
    const at = data + (span << 2) * <usize>g;
    const t = w + 48 * <usize>g;
    if (g === 0) for (let q: usize = 0; q < span; q += 32) Inline.inverse4(at + q, span, t, false);
    else for (let q: usize = 0; q < span; q += 32) Inline.inverse4(at + q, span, t, true);
  }
}

function forward2(data: usize, span: usize, w: usize, from: i32, to: i32): void {
  for (let g = from; g < to; g++) {
    const at = data + (span << 1) * <usize>g;
    const t = w + 16 * <usize>g;
    if (g === 0) for (let q: usize = 0; q < span; q += 32) Inline.forward2(at + q, span, t, false);
    else for (let q: usize = 0; q < span; q += 32) Inline.forward2(at + q, span, t, true);
  }
}

function inverse2(data: usize, span: usize, w: usize, from: i32, to: i32): void {
  for (let g = from; g < to; g++) {
    const at = data + (span << 1) * <usize>g;
    const t = w + 16 * <usize>g;
    if (g === 0) for (let q: usize = 0; q < span; q += 32) Inline.inverse2(at + q, span, t, false);
    else for (let q: usize = 0; q < span; q += 32) Inline.inverse2(at + q, span, t, true);
  }
}

function forward3(data: usize, span: usize, w: usize, from: i32, to: i32): void {
  for (let g = from; g < to; g++) {
    const at = data + span * 3 * <usize>g;
    const t = w + 32 * <usize>g;
    if (g === 0) for (let q: usize = 0; q < span; q += 32) Inline.radix3(at + q, span, t, false, false);
    else for (let q: usize = 0; q < span; q += 32) Inline.radix3(at + q, span, t, true, false);
  }
}

function inverse3(data: usize, span: usize, w: usize, from: i32, to: i32): void {
  for (let g = from; g < to; g++) {
    const at = data + span * 3 * <usize>g;
    const t = w + 32 * <usize>g;
    if (g === 0) for (let q: usize = 0; q < span; q += 32) Inline.radix3(at + q, span, t, false, true);
    else for (let q: usize = 0; q < span; q += 32) Inline.radix3(at + q, span, t, true, true);
  }
}

function forward5(data: usize, span: usize, w: usize, from: i32, to: i32): void {
  for (let g = from; g < to; g++) {
    const at = data + span * 5 * <usize>g;
    const t = w + 64 * <usize>g;
    if (g === 0) for (let q: usize = 0; q < span; q += 32) Inline.radix5(at + q, span, t, false, false);
    else for (let q: usize = 0; q < span; q += 32) Inline.radix5(at + q, span, t, true, false);
  }
}

function inverse5(data: usize, span: usize, w: usize, from: i32, to: i32): void {
  for (let g = from; g < to; g++) {
    const at = data + span * 5 * <usize>g;
    const t = w + 64 * <usize>g;
    if (g === 0) for (let q: usize = 0; q < span; q += 32) Inline.radix5(at + q, span, t, false, true);
    else for (let q: usize = 0; q < span; q += 32) Inline.radix5(at + q, span, t, true, true);
  }
}

/** One forward pass over groups [from, to). */
export function forwardPass(radix: i32, data: usize, span: usize, w: usize, from: i32, to: i32): void {
  if (radix === 4) forward4(data, span, w, from, to);
  else if (radix === 2) forward2(data, span, w, from, to);
  else if (radix === 3) forward3(data, span, w, from, to);
  else forward5(data, span, w, from, to);
}

/** Its inverse, times the radix. */
export function inversePass(radix: i32, data: usize, span: usize, w: usize, from: i32, to: i32): void {
  if (radix === 4) inverse4(data, span, w, from, to);
  else if (radix === 2) inverse2(data, span, w, from, to);
  else if (radix === 3) inverse3(data, span, w, from, to);
  else inverse5(data, span, w, from, to);
}
