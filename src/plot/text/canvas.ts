/** Cells of a terminal, each with a character and its colours, and braille dots, two by four in a cell. */

/** Puts colours (`#rrggbb`) on a text; without colours the text as it is. */
export type Ink = (text: string, letters: string | undefined, ground: string | undefined) => string;

interface Cell {
  text: string;
  letters?: string | undefined;
  ground?: string | undefined;
}

/** Bits of the dots of a braille character, by column and row from the top left (Unicode 15, chapter 21). */
const DOTS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;
const BRAILLE = 0x2800;

export class Canvas {
  readonly #cells: Cell[][];
  readonly #dots: Uint8Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.#cells = Array.from({ length: height }, () => Array.from({ length: width }, (): Cell => ({ text: " " })));
    this.#dots = new Uint8Array(width * height);
  }

  /** Writes a text; what lies outside is left out. */
  put(x: number, y: number, text: string, letters?: string, ground?: string): void {
    if (y < 0 || y >= this.height) return;
    for (const [i, character] of Array.from(text).entries()) {
      if (x + i >= 0 && x + i < this.width) this.#cells[y][x + i] = { text: character, letters, ground };
    }
  }

  isBlank(x: number, y: number): boolean {
    return this.#cells[y]?.[x]?.text === " ";
  }

  /** Sets a dot, counted in dots from the top left. */
  dot(x: number, y: number, letters?: string): void {
    const [column, row] = [x >> 1, y >> 2];
    if (x < 0 || y < 0 || column >= this.width || row >= this.height) return;
    const at = row * this.width + column;
    this.#dots[at] |= DOTS[x & 1][y & 3];
    this.#cells[row][column] = { text: String.fromCharCode(BRAILLE + this.#dots[at]), letters };
  }

  /** The rows as text, without blanks at their ends. */
  lines(ink: Ink): string[] {
    return this.#cells.map((row) => {
      const runs: Cell[] = [];
      for (const cell of row) {
        const last = runs.at(-1);
        if (last && last.letters === cell.letters && last.ground === cell.ground) last.text += cell.text;
        else runs.push({ ...cell });
      }
      const last = runs.at(-1);
      if (last && last.ground === undefined) last.text = last.text.trimEnd();
      return runs.map(({ text, letters, ground }) => (text === "" ? "" : ink(text, letters, ground))).join("");
    });
  }
}

/** Calls `visit` for every place of the line between two places, both included (Bresenham). */
export function eachOnLine(
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  visit: (x: number, y: number) => void,
): void {
  const [dx, dy] = [Math.abs(x1 - x0), -Math.abs(y1 - y0)];
  const [sx, sy] = [x0 < x1 ? 1 : -1, y0 < y1 ? 1 : -1];
  let [x, y, error] = [x0, y0, dx + dy];
  for (;;) {
    visit(x, y);
    if (x === x1 && y === y1) return;
    const twice = 2 * error;
    if (twice >= dy) {
      error += dy;
      x += sx;
    }
    if (twice <= dx) {
      error += dx;
      y += sy;
    }
  }
}
