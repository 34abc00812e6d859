/** How a table looked, so that it can be written again with its filtered columns in their old places. */
export interface TableAbout {
  readonly delimiter: string;
  /** Header cells of all columns, or null when the table had none. */
  readonly header: readonly string[] | null;
  /** Number of columns in the table. */
  readonly width: number;
  /** Which column of the table channel c is (0-based). */
  readonly filtered: readonly number[];
  /** Cells of the columns that are not filtered, by column, one a row, as they were written. */
  readonly others: ReadonlyMap<number, readonly string[]>;
  readonly decimalComma: boolean;
  /** The time column and its unit step, when one was named. */
  readonly timeColumn?: number;
}
