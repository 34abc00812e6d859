import { describe, expect, it } from "vitest";
import type { TableOptions } from "../../src/formats/format.js";
import { csv } from "../../src/formats/table/csv.js";
import { tsv } from "../../src/formats/table/tsv.js";
import { bytesOf, channel, failure, read } from "./signals.js";

/** The channels of a table, one list each. */
async function columns(text: string | Uint8Array, table: TableOptions = {}): Promise<number[][]> {
  const signal = await read(csv, text, table);
  return Array.from({ length: signal.channels }, (_, c) => channel(signal, c));
}
const fails = (text: string | Uint8Array, table: TableOptions = {}): Promise<string> => failure(read(csv, text, table));

describe("a table", () => {
  it("is a signal of one channel a numeric column, rows along x", async () => {
    const signal = await read(csv, "a,b\n1,10\n2,20\n3,30\n");
    expect(signal).toMatchObject({ width: 3, height: 1, channels: 2, rank: 1, type: "f64" });
    expect([...signal.data]).toEqual([1, 10, 2, 20, 3, 30]);
    expect(signal.about).toMatchObject({ source: "in", medium: "table", format: "csv", columns: ["a", "b"] });
    expect(signal.about.table).toMatchObject({
      delimiter: ",",
      header: ["a", "b"],
      width: 2,
      filtered: [0, 1],
      decimalComma: false,
    });
    expect(signal.about.sampleRate).toBeUndefined();
  });

  it("is a plane with matrix", async () => {
    const signal = await read(csv, "1,2,3\n4,5,6\n", { matrix: true });
    expect(signal).toMatchObject({ width: 3, height: 2, channels: 1, rank: 2 });
    expect([...signal.data]).toEqual([1, 2, 3, 4, 5, 6]);
    const some = await read(csv, "a,b,c\n1,2,3\n4,5,6\n", { matrix: true, columns: ["c", "1"], rate: 10 });
    expect([...some.data]).toEqual([3, 1, 6, 4]);
    expect(some.about.columns).toEqual(["c", "a"]);
    expect(some.about.sampleRate).toBeUndefined();
    expect(await fails("1,x\n2,y\n", { matrix: true })).toBe(
      'input: in:1:3: found "x" in column 2, not a number. Correct it, name it with --na "x" if it means a missing value, or choose other columns with --columns.',
    );
  });

  it("takes its rate from the option", async () => {
    expect((await read(csv, "1\n2\n", { rate: 44.1 })).about.sampleRate).toBe(44.1);
    expect(await fails("1\n2\n", { rate: 0 })).toBe(
      "usage: --rate: 0 is no sample rate. Give samples per second, more than 0.",
    );
  });
});

describe("the delimiter", () => {
  it.each<[string, string, string, number[][]]>([
    [
      "commas",
      "1,2\n3,4\n",
      ",",
      [
        [1, 3],
        [2, 4],
      ],
    ],
    [
      "semicolons",
      "1;2\n3;4\n",
      ";",
      [
        [1, 3],
        [2, 4],
      ],
    ],
    [
      "tabs",
      "1\t2\n3\t4\n",
      "\t",
      [
        [1, 3],
        [2, 4],
      ],
    ],
    [
      "pipes",
      "1|2\n3|4\n",
      "|",
      [
        [1, 3],
        [2, 4],
      ],
    ],
    [
      "runs of blanks",
      "  1   2\n 3 \t 4 \n",
      " ",
      [
        [1, 3],
        [2, 4],
      ],
    ],
    ["one column", "1\n2\n", ",", [[1, 2]]],
    [
      "commas with blanks behind",
      "a, b\n1, 2\n3, 4\n",
      ",",
      [
        [1, 3],
        [2, 4],
      ],
    ],
    [
      "empty cells between tabs",
      "1\t\t3\n4\t5\t6\n",
      "\t",
      [
        [1, 4],
        [Number.NaN, 5],
        [3, 6],
      ],
    ],
    ["a header of words over one column", "my signal\n1\n2\n", ",", [[1, 2]]],
  ])("is found: %s", async (_, text, delimiter, expected) => {
    const signal = await read(csv, text);
    expect(signal.about.table?.delimiter).toBe(delimiter);
    expect(await columns(text)).toEqual(expected);
  });

  it("can be forced, by its character or by a word", async () => {
    expect(await columns("1:2\n3:4\n", { delimiter: ":" })).toEqual([
      [1, 3],
      [2, 4],
    ]);
    expect(await columns("1\t2\n3\t4\n", { delimiter: "tab" })).toEqual([
      [1, 3],
      [2, 4],
    ]);
    expect(await columns("1 2\n3  4\n", { delimiter: "blank" })).toEqual([
      [1, 3],
      [2, 4],
    ]);
    for (const bad of ["5", ".", "ab", '"', "#", "é", "", "-"])
      expect(await fails("1\n", { delimiter: bad })).toBe(
        `usage: --delimiter: "${bad}" cannot set cells apart. Give one character such as , ; | or a word: tab, blank, comma, semicolon, pipe.`,
      );
    expect(await fails("1\n", { delimiter: ",", decimalComma: true })).toBe(
      "usage: --delimiter: a comma cannot be the delimiter and the decimal mark. Give another delimiter, such as ;.",
    );
  });

  it("is a tab in TSV, whatever else is there", async () => {
    const signal = await read(tsv, "a,b\tc\n1\t2\n");
    expect(signal.about).toMatchObject({ format: "tsv", columns: ["a,b", "c"] });
    expect(signal.about.table?.delimiter).toBe("\t");
  });
});

describe("numbers", () => {
  it("may have a decimal comma", async () => {
    expect(await columns("x;y\n1,5;-2,25e3\n0,1;,5\n", { decimalComma: true })).toEqual([
      [1.5, 0.1],
      [-2250, 0.5],
    ]);
    expect(await columns("1,5\n2,5\n", { decimalComma: true })).toEqual([[1.5, 2.5]]);
    expect(await fails("1,5;2,5\n3,5;4,5\n")).toBe(
      'input: in:1:1: found "1,5", not a number, and no column holds numbers. If the comma is the decimal mark, say --decimal-comma.',
    );
    expect(await fails("1;2\n3;4,5\n")).toBe(
      'input: in:2:3: found "4,5" in column 2, not a number. If the comma is the decimal mark, say --decimal-comma.',
    );
  });

  it("may be complex: then all samples have an imaginary part", async () => {
    const signal = await read(csv, "z,w\n1,2\n1+2i,-i\n(3-4j),nan\n");
    expect(signal.type).toBe("c128");
    expect([...signal.data]).toEqual([1, 2, 1, 0, 3, Number.NaN]);
    expect([...signal.imag!]).toEqual([0, 0, 2, -1, -4, 0]);
  });

  it("may be quoted, infinite, or have blanks around them", async () => {
    expect(await columns('"1.5","2"\n" 3 ",inf\n  -4  , -Infinity \n')).toEqual([
      [1.5, 3, -4],
      [2, Infinity, -Infinity],
    ]);
  });

  it("that overflow are refused", async () => {
    expect(await fails("a\n1\n1e999\n")).toBe(
      'input: in:3:1: found "1e999" in column "a", beyond the range of 64-bit floats. Scale the data, or write inf.',
    );
  });

  it.each(["0x10", "1_000", "1 2", "abc", "1e", "--1", "true", "12%"])("are strict: %s is refused", async (cell) => {
    expect(await fails(`v\n1\n2\n${cell}\n`, { delimiter: "," })).toBe(
      `input: in:4:1: found "${cell}" in column "v", not a number. Correct it, name it with --na "${cell}" if it means a missing value, or choose other columns with --columns.`,
    );
  });

  it("shows foreign cells with their control characters escaped", async () => {
    expect(await fails("v,w\n1,1\n2,\u001b[31mred\u202e\n")).toContain(
      'in:3:3: found "\\e[31mred\\u{202e}" in column "w"',
    );
  });
});

describe("missing values", () => {
  it("are empty cells, nan, and the words of the option", async () => {
    expect(await columns("a,b\n1,\n,nan\n3,NaN\n4,5\n")).toEqual([
      [1, Number.NaN, 3, 4],
      [Number.NaN, Number.NaN, Number.NaN, 5],
    ]);
    expect(await columns("a,b\n1,NA\n***,2\n-999,3\n", { na: ["NA", "***", "-999"] })).toEqual([
      [1, Number.NaN, Number.NaN],
      [Number.NaN, 2, 3],
    ]);
    expect(await columns("-999\n-999.0\n 999\n", { na: ["-999"] })).toEqual([[Number.NaN, -999, 999]]);
  });

  it("that are not named are refused, with the way to name them", async () => {
    expect(await fails("a\n1\nNA\n")).toBe(
      'input: in:3:1: found "NA" in column "a", not a number. Correct it, name it with --na "NA" if it means a missing value, or choose other columns with --columns.',
    );
  });

  it("as an empty quoted cell are one in a single column", async () => {
    expect(await columns('1\n""\n3\n')).toEqual([[1, Number.NaN, 3]]);
  });

  it("as a blank line between rows are refused", async () => {
    const message = "input: in:2: a blank line between rows. Take it out, or write nan for a missing value.";
    expect(await fails("1\n\n3\n")).toBe(message);
    expect(await fails("1,2\n   \n3,4\n")).toBe(message);
    expect(await columns("\n\n1,2\n3,4\n\n  \n\n")).toEqual([
      [1, 3],
      [2, 4],
    ]);
  });
});

describe("the header", () => {
  it.each<[string, string, string[] | undefined]>([
    ["names over numbers", "a,b\n1,2\n", ["a", "b"]],
    ["no header over numbers", "1,2\n3,4\n", undefined],
    ["a name over text does not count", "id,1\nx,2\n", undefined],
    ["an empty name beside names", ",b\n1,2\n", ["", "b"]],
    ["quoted names", '"a ""1""","b,c"\n1,2\n', ['a "1"', "b,c"]],
    ["names in other scripts", "µV,Größe\n1,2\n", ["µV", "Größe"]],
  ])("is found: %s", async (_, text, expected) => {
    const signal = await read(csv, text);
    expect(signal.about.table?.header ?? undefined).toEqual(expected);
  });

  it("is whatever the option says", async () => {
    expect((await read(csv, "1,2\n3,4\n", { header: true })).about.columns).toEqual(["1", "2"]);
    expect(await columns("1,2\n3,4\n", { header: true })).toEqual([[3], [4]]);
    expect(await fails("a\n1\n2\n", { header: false })).toContain('in:1:1: found "a" in column 1, not a number.');
  });

  it("is not taken for one where it has names and numbers", async () => {
    expect(await fails("time,2019\n1,2\n")).toBe(
      'input: in:1:1: the first row has the name "time" and numbers, so it may be a header or data. Say --header or --no-header, or name a missing value with --na "time".',
    );
    expect((await read(csv, "time,2019\n1,2\n", { header: true })).about.columns).toEqual(["time", "2019"]);
  });

  it.each(["***", "NA", "1.5x", "-", "n/a", "2020-01-01"])("is never the spoilt number %s", async (cell) => {
    expect(await fails(`${cell}\n1\n2\n`)).toContain(`in:1:1: found "${cell}" in column 1, not a number.`);
  });

  it("without rows is refused", async () => {
    expect(await fails("a,b\n")).toBe(
      "input: in:1: a header and no rows of data. Say --no-header if the line is data.",
    );
  });

  it("under a title is found when the title is skipped, and the message says so", async () => {
    const text = "Land-Ocean: Global Means\nYear,Jan,Feb\n1880,-.19,***\n1881,.2,-.14\n";
    expect(await fails(text, { na: ["***"] })).toBe(
      "input: in:1: 1 cell where most rows have 3 (cut at commas). If the table has a title, leave it out with --skip-lines 1.",
    );
    expect(await columns(text, { na: ["***"], skipLines: 1, columns: ["Jan", "Feb"] })).toEqual([
      [-0.19, 0.2],
      [Number.NaN, -0.14],
    ]);
    expect(await fails(text, { skipLines: 9 })).toBe(
      "input: in: there is nothing behind the first 9 lines. Give --skip-lines a smaller number.",
    );
  });
});

describe("the columns", () => {
  const text = "time,name,ecg_mV,x,x\n0,p,1,10,3\n1,q,2,20,4\n";

  it("are all that hold numbers; the others are kept", async () => {
    const signal = await read(csv, 'id,v,note\na,1,\nb,2,"x,y"\nc,3,\n');
    expect(signal.channels).toBe(1);
    const { others } = signal.about.table!;
    expect([0, 1, 2].map((row) => others.get(0)?.text(row))).toEqual(["a", "b", "c"]);
    expect([0, 1, 2].map((row) => others.get(2)?.text(row))).toEqual(["", "x,y", ""]);
    expect(others.has(1)).toBe(false);
  });

  it("are chosen by name, number and range, in the order given", async () => {
    expect(await columns(text, { columns: ["ecg_mV"] })).toEqual([[1, 2]]);
    expect(await columns(text, { columns: ["4-5", "1", "4"] })).toEqual([
      [10, 20],
      [3, 4],
      [0, 1],
    ]);
    expect(await columns("2,1\n10,20\n30,40\n", { header: true, columns: ["1"] })).toEqual([[20, 40]]);
  });

  it.each<[string[], string]>([
    [
      ["ecg_mv2"],
      'usage: --columns: in has no column "ecg_mv2". Did you mean "ecg_mV"? It has 5 columns: "time", "name", "ecg_mV", "x", "x".',
    ],
    [
      ["__proto__"],
      'usage: --columns: in has no column "__proto__". It has 5 columns: "time", "name", "ecg_mV", "x", "x".',
    ],
    [["x"], 'usage: --columns: "x" is the name of columns 4 and 5. Name it by its number.'],
    [["6"], 'usage: --columns: "6" does not lie in columns 1 to 5 of in. Count the columns from 1, ranges rising.'],
    [["3-2"], 'usage: --columns: "3-2" does not lie in columns 1 to 5 of in. Count the columns from 1, ranges rising.'],
    [["0"], 'usage: --columns: "0" does not lie in columns 1 to 5 of in. Count the columns from 1, ranges rising.'],
    [[], "usage: --columns: no column is named. Give names, numbers or ranges such as 2-4."],
    [
      ["name"],
      'input: in:2:3: found "p" in column "name", not a number. Correct it, name it with --na "p" if it means a missing value, or choose other columns with --columns.',
    ],
  ])("%j are refused", async (chosen, message) => {
    expect(await fails(text, { columns: chosen })).toBe(message);
  });

  it("have no names without a header", async () => {
    expect(await fails("1,2\n", { columns: ["a"] })).toBe(
      'usage: --columns: "a" is no column number, and in has no header. Give numbers from 1 to 2, or --header if the first row has the names.',
    );
  });

  it("that are mostly numbers are never passed through as text", async () => {
    const rows = Array.from({ length: 150 }, (_, i) => `${i},t${i},${i === 140 ? "oops" : i}`).join("\n");
    expect(await fails(`a,b,c\n${rows}\n`)).toContain('in:142:10: found "oops" in column "c", not a number.');
    expect(await fails("a,b\nx,1\n2,1\n3,1\n")).toContain('in:2:1: found "x" in column "a"');
  });

  it("that are empty at first are filtered if they hold numbers later, and kept if they do not", async () => {
    const empty = Array.from({ length: 120 }, (_, i) => `${i},,`).join("\n");
    const numbers = await read(csv, `${empty}\n120,5,\n121,,\n`);
    expect(numbers.channels).toBe(2);
    expect(channel(numbers, 1).slice(119)).toEqual([Number.NaN, 5, Number.NaN]);
    expect(channel(numbers, 0).slice(119)).toEqual([119, 120, 121]);
    const texts = await read(csv, `${empty}\n120,abc,\n121,7,\n`);
    expect(texts.channels).toBe(1);
    expect([119, 120, 121].map((row) => texts.about.table?.others.get(1)?.text(row))).toEqual(["", "abc", "7"]);
    expect(texts.about.table?.others.get(2)?.length).toBe(122);
  });

  it("without any number are refused at the first offending cell", async () => {
    expect(await fails("name,city\nx,y\nz,w\n")).toBe(
      'input: in:2:1: found "x", not a number, and no column holds numbers. Give a table of numbers, or say its form with --delimiter or --skip-lines.',
    );
    expect(await fails(",\n,\n")).toBe("input: in:1: all cells are empty. Give a table with numbers in it.");
  });
});

describe("the time column", () => {
  it("gives the rate, and is kept and not filtered", async () => {
    const rows = Array.from({ length: 1000 }, (_, i) => `${(i / 360).toFixed(6)},${i}`).join("\n");
    const signal = await read(csv, `time_s,ecg\n${rows}\n`, { timeColumn: "time_s" });
    expect(signal.about.sampleRate).toBe(360);
    expect(signal.about.columns).toEqual(["ecg"]);
    expect(signal.about.table).toMatchObject({ filtered: [1], timeColumn: 0 });
    expect(signal.about.table?.others.get(0)?.text(1)).toBe("0.002778");
  });

  it.each<[number, number]>([
    [100, 0],
    [44100, 0],
    [0.1, 5],
    [3, 1_700_000_000],
    [1e6, 0],
  ])("tells %s per second from exact times that begin at %s", async (rate, start) => {
    const rows = Array.from({ length: 500 }, (_, i) => `${start + i / rate};1`).join("\n");
    expect((await read(csv, rows, { timeColumn: "1" })).about.sampleRate).toBe(rate);
  });

  it("with unequal steps is refused at the row", async () => {
    const table = { timeColumn: "t" };
    expect(await fails("t,v\n0,1\n0.1,2\n0.2,3\n# gap\n0.4,4\n0.5,5\n0.6,6\n", table)).toBe(
      "input: in:6: a time step of 0.2 s where the usual one is 0.1 s. Resample the data to equal steps, or leave out --time-column and give --rate.",
    );
    expect(await fails("t,v\n3,1\n2,2\n1,3\n", table)).toBe(
      "input: in:3: the time does not rise. Sort the rows by time, or leave out --time-column and give --rate.",
    );
    for (const bad of ["", "nan", "noon", "inf", "1+i"])
      expect(await fails(`t,v\n0,1\n1,2\n${bad},3\n`, table)).toBe(
        `input: in:4:1: found "${bad}" in the time column, not a number of seconds. Correct the cell, or leave out --time-column and give --rate.`,
      );
  });

  it("must agree with a given rate, and be one that is not filtered", async () => {
    expect((await read(csv, "t,v\n0,1\n0.5,2\n", { timeColumn: "t", rate: 2 })).about.sampleRate).toBe(2);
    expect(await fails("t,v\n0,1\n0.5,2\n", { timeColumn: "t", rate: 4 })).toBe(
      "input: in: the time column says 2 samples per second, --rate says 4. Leave one of them out.",
    );
    expect(await fails("t,v\n0,1\n0.5,2\n", { timeColumn: "t", columns: ["1-2"] })).toBe(
      "usage: --columns: column 1 is the time column, which is not filtered. Leave it out of --columns.",
    );
    expect(await fails("t,v\n0,1\n0.5,2\n", { timeColumn: "1-2" })).toBe(
      'usage: --time-column: "1-2" names 2 columns. Name one column.',
    );
    expect(await fails("t\n0\n1\n", { timeColumn: "t" })).toBe(
      "input: in: no column holds numbers besides the time column. Name the columns to filter with --columns.",
    );
  });
});

describe("lines and bytes", () => {
  it("may end in LF or CRLF or nothing, begin with a byte order mark, and be comments", async () => {
    const expected = [
      [1, 3],
      [2, 4],
    ];
    expect(await columns("a,b\r\n1,2\r\n3,4\r\n")).toEqual(expected);
    expect(await columns("1,2\n3,4")).toEqual(expected);
    expect(await columns("1,2\r\n3,4\r\n\r\n")).toEqual(expected);
    expect(await columns("\uFEFFa,b\n1,2\n3,4\n")).toEqual(expected);
    expect((await read(csv, "\uFEFFa,b\n1,2\n")).about.columns).toEqual(["a", "b"]);
    expect(await columns("# one, two, three\n#\n1,2\n  # four\n3,4\n# end")).toEqual(expected);
  });

  it("keep text as it was: quotes, delimiters and line breaks in quoted cells", async () => {
    const signal = await read(csv, 'v,s\n1,"a ""b"" c"\n2,"x,\r\ny"\n3,5" pipe\n4,""\n');
    expect(channel(signal)).toEqual([1, 2, 3, 4]);
    expect([0, 1, 2, 3].map((row) => signal.about.table?.others.get(1)?.text(row))).toEqual([
      'a "b" c',
      "x,\r\ny",
      '5" pipe',
      "",
    ]);
  });

  it("count right in messages behind line breaks in quoted cells, and columns in characters", async () => {
    expect(await fails('s,v\n"a\nb",1\n"µµ",2\nµµ,oops\n')).toContain('in:5:4: found "oops" in column "v"');
  });

  it.each<[string, string | Uint8Array, string]>([
    ["an empty file", "", "in: the file is empty. Give a file with numbers in it."],
    ["only comments", "# a\n\n#b\n", "in: there are no rows of data. Give a table with numbers in it."],
    [
      "a row too short",
      "a,b\n1,2\n3\n",
      "in:3: 1 cell where the table has 2 columns (cut at commas). Give each row the same number of cells, quote cells that hold the delimiter, or say --delimiter.",
    ],
    [
      "a row too long",
      "1,2\n3,4\n5,6,7,8\n",
      "in:3: 4 cells where line 1 has 2 (cut at commas). Give each row the same number of cells, quote cells that hold the delimiter, or say --delimiter.",
    ],
    ["UTF-16 with a mark", Uint8Array.of(0xff, 0xfe, 49, 0, 10, 0), "in: the text is UTF-16. Convert it to UTF-8."],
    [
      "UTF-16 without",
      Uint8Array.of(49, 0, 10, 0),
      "in:1:2: a NUL byte, so this is no UTF-8 text. Convert UTF-16 text to UTF-8, or say the format of binary data with --input-format.",
    ],
    [
      "Latin-1",
      Uint8Array.of(97, 10, 49, 10, 0xb5, 10),
      "in:3: bytes that are not UTF-8. Convert the text to UTF-8 (it may be Latin-1).",
    ],
    [
      "a lone carriage return",
      "1,2\r3,4\r",
      "in:1:4: a carriage return without a line feed. Convert the line ends to LF or CRLF.",
    ],
    [
      "an open quote",
      '1,2\n3,"4\n',
      "in:2:3: a quoted cell without a closing quote. Close it, or double the quote if it is part of the text.",
    ],
    [
      "text behind a quote",
      's,v\n"a"b,1\n',
      "in:2:4: text behind a closing quote. Double a quote that is part of the text.",
    ],
  ])("are refused: %s", async (_, input, message) => {
    expect(await fails(input)).toBe(`input: ${message}`);
  });

  it("have limits for one row, and one row within them takes little memory", async () => {
    const remedy = "Write one sample a line, or use NPY for wide data.";
    expect(await fails(`a\n${"1,".repeat(20_000)}1\n`)).toBe(`input: in:2: more than 16384 columns. ${remedy}`);
    expect(await fails(`${"1".repeat(1_100_000)}\n`)).toBe(`input: in:1: a row of more than 1048576 bytes. ${remedy}`);
    const wide = await read(csv, `${"1.25,".repeat(16_383)}2\n`, { matrix: true });
    expect(wide).toMatchObject({ width: 16_384, height: 1 });
    expect(wide.data[16_383]).toBe(2);
  });

  it("are read the same with and without a last line break, from any offset in memory", async () => {
    const text = bytesOf("xxx1.5,2\n3,4\n9");
    expect(await columns(text.subarray(3, 12))).toEqual([
      [1.5, 3],
      [2, 4],
    ]);
    expect(await columns(text.subarray(3, 13))).toEqual([
      [1.5, 3],
      [2, 4],
    ]);
    expect(await columns(text.subarray(3, 8))).toEqual([[1.5], [2]]);
  });
});
