// The passes of `fft.ts`, one for each radix. Bytes of x between p and p + 1 are s·16, and between the terms of a
// butterfly m times as many.

/** What is written out where it is called. */
// biome-ignore lint/complexity/noStaticOnlyClass: decorators go on methods only
class Inline {
  @inline
  static put(to: usize, r: v128, i: v128, wr: v128, wi: v128): void {
    v128.store(to, f64x2.sub(f64x2.mul(r, wr), f64x2.mul(i, wi)));
    v128.store(to, f64x2.add(f64x2.mul(r, wi), f64x2.mul(i, wr)), 16);
  }

  @inline
  static real(at: usize, line: bool): v128 {
    return line ? v128.shuffle<f64>(v128.load(at), v128.load(at, 16), 0, 2) : v128.load(at);
  }

  @inline
  static imag(at: usize, line: bool): v128 {
    return line ? v128.shuffle<f64>(v128.load(at), v128.load(at, 16), 1, 3) : v128.load(at, 16);
  }

  @inline
  static first4(x: usize, y: usize, m: i32, w: usize, line: bool): void {
    const leap = (<usize>m) << 4;
    const end = x + leap;
    let to = y;
    let at = w;
    for (let a = x; a < end; a += 32) {
      const b = a + leap;
      const c = b + leap;
      const d = c + leap;
      const ar = Inline.real(a, line);
      const ai = Inline.imag(a, line);
      const br = Inline.real(b, line);
      const bi = Inline.imag(b, line);
      const cr = Inline.real(c, line);
      const ci = Inline.imag(c, line);
      const dr = Inline.real(d, line);
      const di = Inline.imag(d, line);
      const acr = f64x2.add(ar, cr);
      const aci = f64x2.add(ai, ci);
      const amr = f64x2.sub(ar, cr);
      const ami = f64x2.sub(ai, ci);
      const bdr = f64x2.add(br, dr);
      const bdi = f64x2.add(bi, di);
      const bmr = f64x2.sub(br, dr);
      const bmi = f64x2.sub(bi, di);
      const y0r = f64x2.add(acr, bdr);
      const y0i = f64x2.add(aci, bdi);
      const t1r = f64x2.add(amr, bmi);
      const t1i = f64x2.sub(ami, bmr);
      const t2r = f64x2.sub(acr, bdr);
      const t2i = f64x2.sub(aci, bdi);
      const t3r = f64x2.sub(amr, bmi);
      const t3i = f64x2.add(ami, bmr);
      const w1r = v128.load(at);
      const w1i = v128.load(at, 16);
      const y1r = f64x2.sub(f64x2.mul(t1r, w1r), f64x2.mul(t1i, w1i));
      const y1i = f64x2.add(f64x2.mul(t1r, w1i), f64x2.mul(t1i, w1r));
      v128.store(to, v128.shuffle<f64>(y0r, y1r, 0, 2));
      v128.store(to, v128.shuffle<f64>(y0i, y1i, 0, 2), 16);
      v128.store(to, v128.shuffle<f64>(y0r, y1r, 1, 3), 64);
      v128.store(to, v128.shuffle<f64>(y0i, y1i, 1, 3), 80);
      const w2r = v128.load(at, 32);
      const w2i = v128.load(at, 48);
      const w3r = v128.load(at, 64);
      const w3i = v128.load(at, 80);
      const y2r = f64x2.sub(f64x2.mul(t2r, w2r), f64x2.mul(t2i, w2i));
      const y2i = f64x2.add(f64x2.mul(t2r, w2i), f64x2.mul(t2i, w2r));
      const y3r = f64x2.sub(f64x2.mul(t3r, w3r), f64x2.mul(t3i, w3i));
      const y3i = f64x2.add(f64x2.mul(t3r, w3i), f64x2.mul(t3i, w3r));
      v128.store(to, v128.shuffle<f64>(y2r, y3r, 0, 2), 32);
      v128.store(to, v128.shuffle<f64>(y2i, y3i, 0, 2), 48);
      v128.store(to, v128.shuffle<f64>(y2r, y3r, 1, 3), 96);
      v128.store(to, v128.shuffle<f64>(y2i, y3i, 1, 3), 112);
      to += 128;
      at += 96;
    }
  }

  @inline
  static butterfly4(a: usize, leap: usize, to: usize, step: usize, w: usize, turn: bool): void {
    const b = a + leap;
    const c = b + leap;
    const d = c + leap;
    const ar = v128.load(a);
    const ai = v128.load(a, 16);
    const cr = v128.load(c);
    const ci = v128.load(c, 16);
    const acr = f64x2.add(ar, cr);
    const aci = f64x2.add(ai, ci);
    const amr = f64x2.sub(ar, cr);
    const ami = f64x2.sub(ai, ci);
    const br = v128.load(b);
    const bi = v128.load(b, 16);
    const dr = v128.load(d);
    const di = v128.load(d, 16);
    const bdr = f64x2.add(br, dr);
    const bdi = f64x2.add(bi, di);
    const bmr = f64x2.sub(br, dr);
    const bmi = f64x2.sub(bi, di);
    const y1 = to + step;
    const y2 = y1 + step;
    const y3 = y2 + step;
    v128.store(to, f64x2.add(acr, bdr));
    v128.store(to, f64x2.add(aci, bdi), 16);
    if (turn) {
      Inline.put(y2, f64x2.sub(acr, bdr), f64x2.sub(aci, bdi), v128.load64_splat(w, 16), v128.load64_splat(w, 24));
      Inline.put(y1, f64x2.add(amr, bmi), f64x2.sub(ami, bmr), v128.load64_splat(w), v128.load64_splat(w, 8));
      Inline.put(y3, f64x2.sub(amr, bmi), f64x2.add(ami, bmr), v128.load64_splat(w, 32), v128.load64_splat(w, 40));
    } else {
      v128.store(y2, f64x2.sub(acr, bdr));
      v128.store(y2, f64x2.sub(aci, bdi), 16);
      v128.store(y1, f64x2.add(amr, bmi));
      v128.store(y1, f64x2.sub(ami, bmr), 16);
      v128.store(y3, f64x2.sub(amr, bmi));
      v128.store(y3, f64x2.add(ami, bmr), 16);
    }
  }

  @inline
  static both(a: v128, ka: f64, b: v128, kb: f64): v128 {
    return f64x2.add(f64x2.mul(f64x2.splat(ka), a), f64x2.mul(f64x2.splat(kb), b));
  }
}

/** Radix 4 with s = 1, two p at once (m is even). */
export function first4(x: usize, y: usize, m: i32, w: usize): void {
  Inline.first4(x, y, m, w, false);
}

/** The same from a line of reals. */
export function first4Line(x: usize, y: usize, m: i32, w: usize): void {
  Inline.first4(x, y, m, w, true);
}

export function pass4(x: usize, y: usize, m: i32, s: i32, w: usize): void {
  const step = (<usize>s) << 4;
  const leap = step * <usize>m;
  // The first p of every pass, and so the whole of the last pass, turns nothing.
  for (let q: usize = 0; q < step; q += 32) Inline.butterfly4(x + q, leap, y + q, step, w, false);
  for (let p = 1; p < m; p++) {
    const a = x + step * <usize>p;
    const to = y + (step << 2) * <usize>p;
    const at = w + <usize>p * 48;
    for (let q: usize = 0; q < step; q += 32) Inline.butterfly4(a + q, leap, to + q, step, at, true);
  }
}

export function pass2(x: usize, y: usize, m: i32, s: i32, w: usize): void {
  const step = (<usize>s) << 4;
  const leap = step * <usize>m;
  for (let p = 0; p < m; p++) {
    const wr = v128.load64_splat(w + ((<usize>p) << 4));
    const wi = v128.load64_splat(w + ((<usize>p) << 4), 8);
    const from = x + step * <usize>p;
    const into = y + (step << 1) * <usize>p;
    for (let q: usize = 0; q < step; q += 32) {
      const a = from + q;
      const b = a + leap;
      const to = into + q;
      const ar = v128.load(a);
      const ai = v128.load(a, 16);
      const br = v128.load(b);
      const bi = v128.load(b, 16);
      v128.store(to, f64x2.add(ar, br));
      v128.store(to, f64x2.add(ai, bi), 16);
      Inline.put(to + step, f64x2.sub(ar, br), f64x2.sub(ai, bi), wr, wi);
    }
  }
}

const SIN3: f64 = 0.8660254037844386; // sin(2π/3)

export function pass3(x: usize, y: usize, m: i32, s: i32, w: usize): void {
  const step = (<usize>s) << 4;
  const leap = step * <usize>m;
  const half = f64x2.splat(0.5);
  const sine = f64x2.splat(SIN3);
  for (let p = 0; p < m; p++) {
    const at = w + ((<usize>p) << 5);
    const w1r = v128.load64_splat(at);
    const w1i = v128.load64_splat(at, 8);
    const w2r = v128.load64_splat(at, 16);
    const w2i = v128.load64_splat(at, 24);
    const from = x + step * <usize>p;
    const into = y + step * 3 * <usize>p;
    for (let q: usize = 0; q < step; q += 32) {
      const a = from + q;
      const b = a + leap;
      const c = b + leap;
      const to = into + q;
      const ar = v128.load(a);
      const ai = v128.load(a, 16);
      const br = v128.load(b);
      const bi = v128.load(b, 16);
      const cr = v128.load(c);
      const ci = v128.load(c, 16);
      const sr = f64x2.add(br, cr);
      const si = f64x2.add(bi, ci);
      const mr = f64x2.sub(ar, f64x2.mul(half, sr));
      const mi = f64x2.sub(ai, f64x2.mul(half, si));
      const or = f64x2.mul(sine, f64x2.sub(bi, ci));
      const oi = f64x2.mul(sine, f64x2.sub(cr, br));
      v128.store(to, f64x2.add(ar, sr));
      v128.store(to, f64x2.add(ai, si), 16);
      Inline.put(to + step, f64x2.add(mr, or), f64x2.add(mi, oi), w1r, w1i);
      Inline.put(to + (step << 1), f64x2.sub(mr, or), f64x2.sub(mi, oi), w2r, w2i);
    }
  }
}

// cos and sin of 2π/5 and 4π/5.
const C1: f64 = 0.30901699437494745;
const C2: f64 = -0.8090169943749475;
const S1: f64 = 0.9510565162951535;
const S2: f64 = 0.5877852522924731;

export function pass5(x: usize, y: usize, m: i32, s: i32, w: usize): void {
  const step = (<usize>s) << 4;
  const leap = step * <usize>m;
  for (let p = 0; p < m; p++) {
    const at = w + ((<usize>p) << 6);
    const from = x + step * <usize>p;
    const into = y + step * 5 * <usize>p;
    for (let q: usize = 0; q < step; q += 32) {
      const a = from + q;
      const b = a + leap;
      const c = b + leap;
      const d = c + leap;
      const e = d + leap;
      const to = into + q;
      const ar = v128.load(a);
      const ai = v128.load(a, 16);
      const s1r = f64x2.add(v128.load(b), v128.load(e));
      const s1i = f64x2.add(v128.load(b, 16), v128.load(e, 16));
      const d1r = f64x2.sub(v128.load(b), v128.load(e));
      const d1i = f64x2.sub(v128.load(b, 16), v128.load(e, 16));
      const s2r = f64x2.add(v128.load(c), v128.load(d));
      const s2i = f64x2.add(v128.load(c, 16), v128.load(d, 16));
      const d2r = f64x2.sub(v128.load(c), v128.load(d));
      const d2i = f64x2.sub(v128.load(c, 16), v128.load(d, 16));
      v128.store(to, f64x2.add(ar, f64x2.add(s1r, s2r)));
      v128.store(to, f64x2.add(ai, f64x2.add(s1i, s2i)), 16);
      const m1r = f64x2.add(ar, Inline.both(s1r, C1, s2r, C2));
      const m1i = f64x2.add(ai, Inline.both(s1i, C1, s2i, C2));
      const m2r = f64x2.add(ar, Inline.both(s1r, C2, s2r, C1));
      const m2i = f64x2.add(ai, Inline.both(s1i, C2, s2i, C1));
      const n1r = Inline.both(d1i, S1, d2i, S2);
      const n1i = Inline.both(d1r, -S1, d2r, -S2);
      const n2r = Inline.both(d1i, S2, d2i, -S1);
      const n2i = Inline.both(d1r, -S2, d2r, S1);
      Inline.put(to + step, f64x2.add(m1r, n1r), f64x2.add(m1i, n1i), v128.load64_splat(at), v128.load64_splat(at, 8));
      Inline.put(
        to + step * 2,
        f64x2.add(m2r, n2r),
        f64x2.add(m2i, n2i),
        v128.load64_splat(at, 16),
        v128.load64_splat(at, 24),
      );
      Inline.put(
        to + step * 3,
        f64x2.sub(m2r, n2r),
        f64x2.sub(m2i, n2i),
        v128.load64_splat(at, 32),
        v128.load64_splat(at, 40),
      );
      Inline.put(
        to + step * 4,
        f64x2.sub(m1r, n1r),
        f64x2.sub(m1i, n1i),
        v128.load64_splat(at, 48),
        v128.load64_splat(at, 56),
      );
    }
  }
}
