/** Foreign text (file names, cells, codec messages) made safe for a terminal, and numbers made readable. */

/** C0, DEL, C1, line and paragraph separators, bidirectional controls and other invisible format characters. */
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is its job
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]/gu;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\u001b": "\\e" };

/** `text` with control and invisible characters shown as escapes, cut at `limit` characters. */
export function printable(text: string, limit = 200): string {
  const cut = text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
  return cut.replace(UNSAFE, (c) => SHORT[c] ?? `\\u{${c.codePointAt(0)!.toString(16)}}`);
}

/** A cell, an argument or a word as it is quoted in messages. */
export const quoted = (text: string, limit = 60): string => `"${printable(text, limit)}"`;

/**
 * UTF-8 as text, without a mark at its beginning; what is none is U+FFFD. As a TextDecoder has it, whose making takes longer
 * than a short text.
 */
export function textOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

/** A count with its noun: `1 sample`, `3 samples`. */
export const count = (n: number, noun: string, plural = `${noun}s`): string => `${n} ${n === 1 ? noun : plural}`;

/** The entry of `known` that `word` was probably meant to be, if one is near enough (Damerau–Levenshtein ≤ 2). */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  // Every letter is one step from every other, so words of one letter have no neighbours.
  let bestDistance = Math.min(3, Math.ceil(word.length / 2) + 1, word.length);
  for (const candidate of known) {
    const d = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (d < bestDistance) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3) return 4;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let d = Math.min(row[j - 1] + 1, previous[j] + 1, previous[j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, before[j - 2] + 1);
      row.push(d);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length];
}
