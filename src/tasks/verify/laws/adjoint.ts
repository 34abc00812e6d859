/** The adjoint identity, which gradients rest on: the way back through a cross-correlation is a convolution. */
import { type DoubleDouble, double, minus, plus, productOf } from "../../../math/double-double.js";
import { absoluteSum, type Computed, type Grid } from "../grid.js";
import { fits, type Law, TOO_LONG } from "../law.js";
import type { Check } from "../report.js";
import { conv, type Subject, seededLike, xcorr } from "../subject.js";

/**
 * With ⟨u, v⟩ = Σ u·conj(v) and a seeded y: the adjoint of xcorr in size full is conv in size valid, and the other way round.
 *
 * The bound: outputs that may be off by e in each part move a product by e·Σ|y| on one side and by e·Σ|x| on the other (the
 * sums over |re| + |im|). The products are carried in about 106 bits; 2^-100 of all that was added bounds that.
 */
export const adjoint: Law = {
  name: "adjoint",
  statement: "⟨xcorr(x, k), y⟩ = ⟨x, conv(y, k)⟩",
  title: "convolution is the adjoint of cross-correlation",
  *checks(s) {
    const out = s.full.xcorr();
    const y = seededLike(s.x, out, s.seed + 4);
    yield inner("full and valid", s, [out, y], [s.x, conv(y, s.k, s, "valid")]);
    if (!fits(s)) {
      yield { name: "valid and full", because: TOO_LONG };
      return;
    }
    const valid = xcorr(s.x, s.k, s, "valid");
    const z = seededLike(s.x, valid, s.seed + 5);
    yield inner("valid and full", s, [valid, z], [s.x, conv(z, s.k, s)]);
  },
};

const TINY = 7.888609052210118e-31;

function inner(name: string, { channel }: Subject, [u, y]: [Computed, Grid], [x, v]: [Grid, Computed]): Check {
  const [one, other] = [product(u, y), product(x, v)];
  const error = Math.max(Math.abs(minus(one.real, other.real).high), Math.abs(minus(one.imag, other.imag).high));
  const bound = u.error * absoluteSum(y) + v.error * absoluteSum(x) + TINY * (one.size + other.size);
  const found = (p: typeof one) => (u.imag || x.imag ? ([p.real.high, p.imag.high] as const) : p.real.high);
  return {
    name,
    holds: error <= bound,
    error,
    bound,
    at: { kind: "product", x: 0, y: 0, of: [1, 1], channel },
    left: found(one),
    right: found(other),
    compared: 1,
  };
}

/** ⟨u, v⟩, and Σ|u||v| of all parts. */
function product(
  u: Grid,
  v: Grid,
): { readonly real: DoubleDouble; readonly imag: DoubleDouble; readonly size: number } {
  let [real, imag]: DoubleDouble[] = [double(0), double(0)];
  let size = 0;
  for (let i = 0; i < u.real.length; i++) {
    const [a, b, c, d] = [u.real[i], u.imag?.[i] ?? 0, v.real[i], v.imag?.[i] ?? 0];
    real = plus(plus(real, productOf(a, c)), productOf(b, d));
    imag = minus(plus(imag, productOf(b, c)), productOf(a, d));
    size += (Math.abs(a) + Math.abs(b)) * (Math.abs(c) + Math.abs(d));
  }
  return { real, imag, size };
}
