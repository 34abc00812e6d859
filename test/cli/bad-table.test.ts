/** Tables and JSON that are wrong, and columns that are not there. */
import { refuses } from "./refusals.js";

const FILES = {
  "c.csv": "1\n2\n3\n",
  "m.csv": "1,2,3\n4,5,6\n7,8,9\n",
  "short-row.csv": "1,2\n3\n",
  "long-row.csv": "1,2\n3,4,5\n",
  "word.csv": "a,b\n1,2\n3,x\n",
  "huge.csv": "1,2\n3,1e999\n",
  "hex.csv": "1,2\n3,0x10\n",
  "quote.csv": '1,"2\n3,4\n',
  "comma.csv": "v;w\n1,5;a\n",
  "words.csv": "a,b\nx,y\n",
  "latin.csv": Buffer.from([0x61, 0xe9, 0x0a, 0x31, 0x0a]),
  "nan.csv": "v\n1\nnan\n3\n",
  "cut.json": "[1,2,",
  "word.json": '[1,"x"]',
  "object.json": '{"a":1}',
  "ragged.json": "[[1,2],[3]]",
  "twice.json": '[{"a":1,"a":2}]',
  "number.json": "3",
  "time.csv": "t,v\n0,1\n1,2\n3,4\n",
  "control\u001b[31m.csv": "a,b\n1,2\n3,\u001b]0;x\u0007\n",
};

refuses("a table that is wrong", FILES, [
  [
    "conv -k 1 short-row.csv -o old.csv",
    3,
    "short-row.csv:2: 1 cell where line 1 has 2 (cut at commas). Give each row the same number of cells, quote cells that hold the delimiter, or say --delimiter.",
  ],
  [
    "conv -k 1 long-row.csv",
    3,
    "long-row.csv:2: 3 cells where line 1 has 2 (cut at commas). Give each row the same number of cells, quote cells that hold the delimiter, or say --delimiter.",
  ],
  [
    "conv -k 1 word.csv --columns b",
    3,
    'word.csv:3:3: found "x" in column "b", not a number. Correct it, name it with --na "x" if it means a missing value, or choose other columns with --columns.',
  ],
  [
    "conv -k 1 huge.csv",
    3,
    'huge.csv:2:3: found "1e999" in column 2, beyond the range of 64-bit floats. Scale the data, or write inf.',
  ],
  [
    "conv -k 1 hex.csv --columns 2",
    3,
    'hex.csv:2:3: found "0x10" in column 2, not a number. Correct it, name it with --na "0x10" if it means a missing value, or choose other columns with --columns.',
  ],
  [
    "conv -k 1 quote.csv",
    3,
    "quote.csv:1:3: a quoted cell without a closing quote. Close it, or double the quote if it is part of the text.",
  ],
  [
    "conv -k 1 comma.csv --columns v",
    2,
    '--columns: "v" is no column number, and comma.csv has no header. Give numbers from 1 to 2, or --header if the first row has the names.',
  ],
  [
    "conv -k 1 words.csv",
    3,
    'words.csv:2:1: found "x", not a number, and no column holds numbers. Give a table of numbers, or say its form with --delimiter or --skip-lines.',
  ],
  ["conv -k 1 latin.csv", 3, "latin.csv:1: bytes that are not UTF-8. Convert the text to UTF-8 (it may be Latin-1)."],
  [
    "conv -k 1 m.csv --skip-lines 9",
    3,
    "m.csv: there is nothing behind the first 9 lines. Give --skip-lines a smaller number.",
  ],
  ["conv -k 1 nan.csv --nan error", 3, "nan.csv: sample 1 is NaN. Remove it, or choose another --nan policy."],
  [
    "conv -k 1 time.csv --time-column t",
    3,
    "time.csv:3: a time step of 1 s where the usual one is 2 s. Resample the data to equal steps, or leave out --time-column and give --rate.",
  ],
  [
    "conv -k 1 time.csv --time-column t --rate 3",
    3,
    "time.csv:3: a time step of 1 s where the usual one is 2 s. Resample the data to equal steps, or leave out --time-column and give --rate.",
  ],
]);

refuses("JSON that is wrong", FILES, [
  [
    "conv -k 1 cut.json",
    3,
    "cut.json:1:6: found the end of the text where a value was expected. Correct the JSON text.",
  ],
  [
    "conv -k 1 word.json",
    3,
    'word.json:1:4: found "x" where a number was expected. Give a number, null for a missing value, or a complex number as "1+2i".',
  ],
  [
    "conv -k 1 object.json",
    3,
    'object.json:1:1: found "{" where an array of numbers, rows or records was expected. Correct the JSON text.',
  ],
  [
    "conv -k 1 ragged.json",
    3,
    "ragged.json:1:8: a row of 1 value where the first has 2. Give each row the same number of values, null where one is missing.",
  ],
  ["conv -k 1 twice.json", 3, 'twice.json:1:9: the key "a" stands twice in one record. Give each key once.'],
  [
    "conv -k 1 number.json",
    3,
    'number.json:1:1: found "3" where an array of numbers, rows or records was expected. Correct the JSON text.',
  ],
]);

refuses("columns that are not there", FILES, [
  [
    "conv -k 1 m.csv --columns z",
    2,
    '--columns: "z" is no column number, and m.csv has no header. Give numbers from 1 to 3, or --header if the first row has the names.',
  ],
  [
    "conv -k 1 m.csv --columns 4",
    2,
    '--columns: "4" does not lie in columns 1 to 3 of m.csv. Count the columns from 1, ranges rising.',
  ],
  ["conv -k 1 word.csv --columns c", 2, '--columns: word.csv has no column "c". It has 2 columns: "a", "b".'],
  [
    "conv -k 1 word.csv --columns aa,b",
    2,
    '--columns: word.csv has no column "aa". Did you mean "a"? It has 2 columns: "a", "b".',
  ],
  [
    "conv -k 1 m.csv --columns 3-1",
    2,
    '--columns: "3-1" does not lie in columns 1 to 3 of m.csv. Count the columns from 1, ranges rising.',
  ],
  ["conv -k 1 m.csv --columns 1,,2", 2, '--columns: "1,,2" has an empty entry. Separate entries by single commas.'],
]);

refuses("control characters in names and cells", FILES, [
  [
    "conv -k 1 'control\u001b[31m.csv'",
    3,
    'control\\e[31m.csv:3:3: found "\\e]0;x\\u{7}" in column "b", not a number. Correct it, name it with --na "\\e]0;x\\u{7}" if it means a missing value, or choose other columns with --columns.',
  ],
  ["conv -k 1 'no\u001b[31m‮.csv'", 3, "no\\e[31m\\u{202e}.csv: there is no such file. Check the path."],
  [
    "conv -k 1 'control\u001b[31m.csv' --columns b",
    3,
    'control\\e[31m.csv:3:3: found "\\e]0;x\\u{7}" in column "b", not a number. Correct it, name it with --na "\\e]0;x\\u{7}" if it means a missing value, or choose other columns with --columns.',
  ],
]);

refuses("a kernel that fits nowhere", FILES, [
  [
    "conv -k 1,2,3,4 c.csv --size valid",
    3,
    "c.csv: the kernel spans 4 samples and the input has 3, so it fits nowhere. Use --size same or full, or a shorter kernel (the two are never swapped).",
  ],
  [
    "conv -k 1,2,3,4 m.csv --matrix --size valid",
    3,
    "m.csv: the kernel spans 4 samples along x and the input has 3, so it fits nowhere. Use --size same or full, or a shorter kernel (the two are never swapped).",
  ],
  [
    "conv -k '1;2;3;4' m.csv --matrix --size valid",
    3,
    "m.csv: the kernel spans 4 samples along y and the input has 3, so it fits nowhere. Use --size same or full, or a shorter kernel (the two are never swapped).",
  ],
  [
    "conv -k 1,2,3 c.csv --padding -1,-1",
    3,
    "c.csv: the kernel spans 3 samples and the padded input has 1, so it fits nowhere. Use wider pads or a shorter kernel.",
  ],
  [
    "conv -k 1,2,3 c.csv --padding -9,-9",
    3,
    "c.csv: the kernel spans 3 samples and the padded input has 0, so it fits nowhere. Use wider pads or a shorter kernel.",
  ],
]);
