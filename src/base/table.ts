/** How a table looked, so that it can be written again with its filtered columns in their old places. */
export interface TableAbout {
  readonly delimiter: string;
  /** Header cells of all columns, or null when the table had none. */
  readonly header: readonly string[] | null;
  /** Number of columns in the table. */
  readonly width: number;
  /** Which column of the table channel c is (0-based). */
  readonly filtered: readonly number[];
  /** Cells of the columns that are not filtered, by column, one a row. */
  readonly others: ReadonlyMap<number, Cells>;
  readonly decimalComma: boolean;
  /** The time column (0-based), when one was named; it is among `others`. */
  readonly timeColumn?: number;
}

/** Cells of one column. Not an array of strings: ten million rows would be ten million strings. */
export interface Cells {
  readonly length: number;
  /** What the cell in row `row` says, its quoting undone. */
  text(row: number): string;
}
