/**
 * One pass of a Stockham transform for each radix r: for p < m and q < s it takes the r values a_j = x[q + s(p + m·j)],
 * transforms them, and writes b_k·w^(pk) to y[q + s(r·p + k)]. The twiddle w^(pk) is `table[p·k·scale]`.
 */

export type Pass = (
  xr: Float64Array,
  xi: Float64Array,
  yr: Float64Array,
  yi: Float64Array,
  m: number,
  s: number,
  tableRe: Float64Array,
  tableIm: Float64Array,
  scale: number,
) => void;

export const radix2: Pass = (xr, xi, yr, yi, m, s, tableRe, tableIm, scale) => {
  for (let p = 0; p < m; p++) {
    const wr = tableRe[p * scale];
    const wi = tableIm[p * scale];
    const a = s * p;
    const b = s * (p + m);
    const y = s * 2 * p;
    for (let q = 0; q < s; q++) {
      const ar = xr[a + q];
      const ai = xi[a + q];
      const br = xr[b + q];
      const bi = xi[b + q];
      yr[y + q] = ar + br;
      yi[y + q] = ai + bi;
      const dr = ar - br;
      const di = ai - bi;
      yr[y + s + q] = dr * wr - di * wi;
      yi[y + s + q] = dr * wi + di * wr;
    }
  }
};

export const radix4: Pass = (xr, xi, yr, yi, m, s, tableRe, tableIm, scale) => {
  for (let p = 0; p < m; p++) {
    const w1r = tableRe[p * scale];
    const w1i = tableIm[p * scale];
    const w2r = tableRe[2 * p * scale];
    const w2i = tableIm[2 * p * scale];
    const w3r = tableRe[3 * p * scale];
    const w3i = tableIm[3 * p * scale];
    const a = s * p;
    const b = s * (p + m);
    const c = s * (p + 2 * m);
    const d = s * (p + 3 * m);
    const y = s * 4 * p;
    for (let q = 0; q < s; q++) {
      const acr = xr[a + q] + xr[c + q];
      const aci = xi[a + q] + xi[c + q];
      const dacr = xr[a + q] - xr[c + q];
      const daci = xi[a + q] - xi[c + q];
      const bdr = xr[b + q] + xr[d + q];
      const bdi = xi[b + q] + xi[d + q];
      const dbdr = xr[b + q] - xr[d + q];
      const dbdi = xi[b + q] - xi[d + q];
      yr[y + q] = acr + bdr;
      yi[y + q] = aci + bdi;
      // −i·(b − d) is (dbdi, −dbdr).
      const t1r = dacr + dbdi;
      const t1i = daci - dbdr;
      yr[y + s + q] = t1r * w1r - t1i * w1i;
      yi[y + s + q] = t1r * w1i + t1i * w1r;
      const t2r = acr - bdr;
      const t2i = aci - bdi;
      yr[y + 2 * s + q] = t2r * w2r - t2i * w2i;
      yi[y + 2 * s + q] = t2r * w2i + t2i * w2r;
      const t3r = dacr - dbdi;
      const t3i = daci + dbdr;
      yr[y + 3 * s + q] = t3r * w3r - t3i * w3i;
      yi[y + 3 * s + q] = t3r * w3i + t3i * w3r;
    }
  }
};

const SIN3 = 0.8660254037844386; // sin(2π/3) = √3/2

export const radix3: Pass = (xr, xi, yr, yi, m, s, tableRe, tableIm, scale) => {
  for (let p = 0; p < m; p++) {
    const w1r = tableRe[p * scale];
    const w1i = tableIm[p * scale];
    const w2r = tableRe[2 * p * scale];
    const w2i = tableIm[2 * p * scale];
    const a = s * p;
    const b = s * (p + m);
    const c = s * (p + 2 * m);
    const y = s * 3 * p;
    for (let q = 0; q < s; q++) {
      const sumR = xr[b + q] + xr[c + q];
      const sumI = xi[b + q] + xi[c + q];
      const midR = xr[a + q] - 0.5 * sumR;
      const midI = xi[a + q] - 0.5 * sumI;
      const offR = SIN3 * (xi[b + q] - xi[c + q]);
      const offI = SIN3 * (xr[c + q] - xr[b + q]);
      yr[y + q] = xr[a + q] + sumR;
      yi[y + q] = xi[a + q] + sumI;
      const t1r = midR + offR;
      const t1i = midI + offI;
      yr[y + s + q] = t1r * w1r - t1i * w1i;
      yi[y + s + q] = t1r * w1i + t1i * w1r;
      const t2r = midR - offR;
      const t2i = midI - offI;
      yr[y + 2 * s + q] = t2r * w2r - t2i * w2i;
      yi[y + 2 * s + q] = t2r * w2i + t2i * w2r;
    }
  }
};

// cos and sin of 2π/5 and 4π/5.
const C1 = 0.30901699437494745;
const C2 = -0.8090169943749475;
const S1 = 0.9510565162951535;
const S2 = 0.5877852522924731;

export const radix5: Pass = (xr, xi, yr, yi, m, s, tableRe, tableIm, scale) => {
  for (let p = 0; p < m; p++) {
    const at = s * p;
    const step = s * m;
    const y = s * 5 * p;
    const j = p * scale;
    for (let q = 0; q < s; q++) {
      const a = at + q;
      const b = a + step;
      const c = b + step;
      const d = c + step;
      const e = d + step;
      const s1r = xr[b] + xr[e];
      const s1i = xi[b] + xi[e];
      const d1r = xr[b] - xr[e];
      const d1i = xi[b] - xi[e];
      const s2r = xr[c] + xr[d];
      const s2i = xi[c] + xi[d];
      const d2r = xr[c] - xr[d];
      const d2i = xi[c] - xi[d];
      const m1r = xr[a] + C1 * s1r + C2 * s2r;
      const m1i = xi[a] + C1 * s1i + C2 * s2i;
      const m2r = xr[a] + C2 * s1r + C1 * s2r;
      const m2i = xi[a] + C2 * s1i + C1 * s2i;
      const n1r = S1 * d1i + S2 * d2i;
      const n1i = -(S1 * d1r + S2 * d2r);
      const n2r = S2 * d1i - S1 * d2i;
      const n2i = -(S2 * d1r - S1 * d2r);
      yr[y + q] = xr[a] + s1r + s2r;
      yi[y + q] = xi[a] + s1i + s2i;
      store(yr, yi, y + s + q, m1r + n1r, m1i + n1i, tableRe[j], tableIm[j]);
      store(yr, yi, y + 2 * s + q, m2r + n2r, m2i + n2i, tableRe[2 * j], tableIm[2 * j]);
      store(yr, yi, y + 3 * s + q, m2r - n2r, m2i - n2i, tableRe[3 * j], tableIm[3 * j]);
      store(yr, yi, y + 4 * s + q, m1r - n1r, m1i - n1i, tableRe[4 * j], tableIm[4 * j]);
    }
  }
};

function store(yr: Float64Array, yi: Float64Array, at: number, r: number, i: number, wr: number, wi: number): void {
  yr[at] = r * wr - i * wi;
  yi[at] = r * wi + i * wr;
}

/** The plain transform of a small odd prime; its roots of unity are table values too. */
export function otherRadix(radix: number): Pass {
  const br = new Float64Array(radix);
  const bi = new Float64Array(radix);
  return (xr, xi, yr, yi, m, s, tableRe, tableIm, scale) => {
    const root = m * scale; // exp(−2πi/radix) is the table's entry m·scale, since radix·m·scale = N
    for (let p = 0; p < m; p++) {
      for (let q = 0; q < s; q++) {
        for (let j = 0; j < radix; j++) {
          br[j] = xr[q + s * (p + m * j)];
          bi[j] = xi[q + s * (p + m * j)];
        }
        for (let k = 0; k < radix; k++) {
          let r = br[0];
          let i = bi[0];
          for (let j = 1; j < radix; j++) {
            const t = ((j * k) % radix) * root;
            r += br[j] * tableRe[t] - bi[j] * tableIm[t];
            i += br[j] * tableIm[t] + bi[j] * tableRe[t];
          }
          store(yr, yi, q + s * (radix * p + k), r, i, tableRe[p * k * scale], tableIm[p * k * scale]);
        }
      }
    }
  };
}
