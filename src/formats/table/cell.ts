/** What one cell of a table says: a number, a complex number, a missing value, or neither. */

export type Cell =
  | { readonly kind: "number"; readonly re: number; readonly im?: number }
  | { readonly kind: "missing" }
  /** A number by its form, but no finite f64. */
  | { readonly kind: "overflow" }
  | { readonly kind: "text" };

/** An optional fraction and exponent, no sign. */
const UNSIGNED = String.raw`(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?`;
const PART = `${UNSIGNED}|infinity|inf|nan`;
const REAL = new RegExp(`^[+-]?(?:${PART})$`, "i");
/** `2i`, `-j`, `1+2i`, `1e3-2e-5j`: an optional real part, then a signed imaginary one whose digits may be missing. */
const COMPLEX = new RegExp(`^(?:([+-]?(?:${PART}))(?=[+-]))?([+-]?)(${PART})?[ij]$`, "i");

const MISSING: Cell = { kind: "missing" };
const OVERFLOW: Cell = { kind: "overflow" };
const TEXT: Cell = { kind: "text" };

/**
 * Reads the text of a cell, blanks around it already removed. `nan` of either sign is a missing value.
 * @param decimalComma the decimal mark is a comma, and a point is an error
 * @param na further words for missing values, taken letter by letter, also where they look like numbers
 */
export function readCell(text: string, decimalComma: boolean, na: ReadonlySet<string>): Cell {
  if (text === "" || na.has(text)) return MISSING;
  // No number is longer than this in any sensible file, and regular expressions should not see a megabyte.
  if (text.length > 4096) return TEXT;
  let plain = text;
  if (decimalComma) {
    if (text.includes(".")) return TEXT;
    plain = text.replaceAll(",", ".");
  }
  if (REAL.test(plain)) {
    const re = value(plain);
    if (Number.isNaN(re)) return MISSING;
    return re === undefined ? OVERFLOW : { kind: "number", re };
  }
  const inner = plain.startsWith("(") && plain.endsWith(")") ? plain.slice(1, -1) : plain;
  const match: (string | undefined)[] | null = COMPLEX.exec(inner);
  if (match !== null && /[ij]$/.test(inner)) {
    const re = match[1] === undefined ? 0 : value(match[1]);
    const im = value(`${match[2] ?? ""}${match[3] ?? "1"}`);
    return re === undefined || im === undefined ? OVERFLOW : { kind: "number", re, im };
  }
  return TEXT;
}

/** The f64 nearest to a text that matched REAL; undefined when it is finite and too large. */
function value(text: string): number | undefined {
  const word = text.toLowerCase();
  if (word.endsWith("nan")) return Number.NaN;
  if (word.includes("inf")) return word.startsWith("-") ? -Infinity : Infinity;
  const number = Number(word);
  return Number.isFinite(number) ? number : undefined;
}
