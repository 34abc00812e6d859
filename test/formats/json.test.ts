import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signalOf } from "../../src/base/signal.js";
import type { TableOptions } from "../../src/formats/format.js";
import { json } from "../../src/formats/json/json.js";
import { csv } from "../../src/formats/table/csv.js";
import { bytesOf, channel, failure, read, written } from "./signals.js";

const fails = (text: string | Uint8Array, table: TableOptions = {}): Promise<string> =>
  failure(read(json, text, table));
const again = async (text: string, table: TableOptions = {}): Promise<string> =>
  (await written(json, await read(json, text, table))).toString();

describe("JSON data", () => {
  it("as a flat array is one channel", async () => {
    const signal = await read(json, " [1, -2.5e3,\n null, -0, 1e-400]\n", { rate: 8 });
    expect(signal).toMatchObject({ width: 5, height: 1, channels: 1, rank: 1, type: "f64" });
    expect([...signal.data]).toEqual([1, -2500, Number.NaN, -0, 0]);
    expect(signal.about).toEqual({ source: "in", format: "json", medium: "table", sampleRate: 8 });
  });

  it("as rows is a channel a column, or a plane", async () => {
    const signal = await read(json, "[[1,2],[3,null]]");
    expect(signal).toMatchObject({ width: 2, channels: 2, rank: 1 });
    expect([...signal.data]).toEqual([1, 2, 3, Number.NaN]);
    expect(await read(json, "[[1,2,3],[4,5,6]]", { matrix: true })).toMatchObject({
      width: 3,
      height: 2,
      channels: 1,
      rank: 2,
    });
    expect(await read(json, "[1,2,3]", { matrix: true })).toMatchObject({ width: 3, height: 1, channels: 1, rank: 2 });
    expect(await read(json, "[[1],[2],[3]]", { matrix: true })).toMatchObject({ width: 1, height: 3, rank: 2 });
  });

  it("as records has named columns, texts among them kept", async () => {
    const text = '[{"t":0,"a":1,"s":"x\\u00e9\\"","b":true},{"a":2,"t":0.5,"b":false,"s":null}]';
    const signal = await read(json, text, { timeColumn: "t" });
    expect([...signal.data]).toEqual([1, 2]);
    expect(signal.about).toMatchObject({ columns: ["a"], sampleRate: 2 });
    const table = signal.about.table!;
    expect(table).toMatchObject({ header: ["t", "a", "s", "b"], filtered: [1], timeColumn: 0, width: 4 });
    expect([0, 2, 3].map((c) => [0, 1].map((row) => table.others.get(c)?.text(row)))).toEqual([
      ["0", "0.5"],
      ['xé"', ""],
      ["true", "false"],
    ]);
    expect((await read(json, '[{"__proto__":1,"constructor":2}]', { columns: ["constructor"] })).about.columns).toEqual(
      ["constructor"],
    );
  });

  it("may be complex, as texts or as pairs", async () => {
    const signal = await read(json, '["1+2i", {"re":3,"im":-4}, {"im":1, "re":0}, 5, "-i", "inf", "nan"]');
    expect(signal.type).toBe("c128");
    expect([...signal.data]).toEqual([1, 3, 0, 5, 0, Infinity, Number.NaN]);
    expect([...signal.imag!]).toEqual([2, -4, 1, 0, -1, 0, 0]);
    expect((await read(json, '[{"re":1,"im":2}]')).imag?.[0]).toBe(2);
    expect((await read(json, '[{"re":1,"x":2}]')).about.columns).toEqual(["re", "x"]);
    expect((await read(json, '[{"z":{"re":1,"im":2},"k":1}]')).imag).toEqual(Float64Array.of(2, 0));
  });

  it("takes words for missing values, also numbers", async () => {
    expect([...(await read(json, '[1,"NA",-999,3]', { na: ["NA", "-999"] })).data]).toEqual([
      1,
      Number.NaN,
      Number.NaN,
      3,
    ]);
  });

  it("with a column that is null at first filters it if it holds numbers later", async () => {
    const rows = [...Array.from({ length: 120 }, (_, i) => [i, null, null]), [120, 5, "x"]];
    const signal = await read(json, JSON.stringify(rows));
    expect(signal.channels).toBe(2);
    expect(channel(signal, 1).slice(119)).toEqual([Number.NaN, 5]);
    expect(signal.about.table?.others.get(2)?.text(120)).toBe("x");
  });

  it("is known by its first character", () => {
    for (const text of ["[1]", " \n\t[", "\uFEFF[1"]) expect(json.sniff(bytesOf(text))).toBe(true);
    for (const text of ["", " ", "{}", "1,2", "x["]) expect(json.sniff(bytesOf(text))).toBe(false);
  });

  it.each<[string, string]>([
    ["", "in: the file is empty. Give a file with numbers in it."],
    ["[]", "in:1:2: the array is empty. Give at least one number."],
    ["[[]]", "in:1:2: the first row is empty. Give at least one number a row."],
    ["[{}]", "in:1:2: the first record is empty. Give records with numbers."],
    ['{"a":[1]}', 'in:1:1: found "{" where an array of numbers, rows or records was expected. Correct the JSON text.'],
    ["[1,2", "in:1:5: found the end of the text where , or ] was expected. Correct the JSON text."],
    ["[1,]", 'in:1:4: found "]" where a value was expected. Correct the JSON text.'],
    ["[1 2]", 'in:1:4: found "2" where , or ] was expected. Correct the JSON text.'],
    ["[1]\n[2]", 'in:2:1: found "[2" where the end of the text was expected. Correct the JSON text.'],
    ["[01]", 'in:1:2: found "01" where a number without leading zeros was expected. Correct the JSON text.'],
    ["[1.]", 'in:1:2: found "1." where a number was expected. Correct the JSON text.'],
    ["[.5]", 'in:1:2: found ".5" where a value was expected. Correct the JSON text.'],
    ["[+1]", 'in:1:2: found "+1" where a value was expected. Correct the JSON text.'],
    ["[1e]", 'in:1:2: found "1e" where a number was expected. Correct the JSON text.'],
    ["[-]", 'in:1:2: found "-" where a number was expected. Correct the JSON text.'],
    ["[0x10]", 'in:1:3: found "x10" where , or ] was expected. Correct the JSON text.'],
    ["[NaN]", 'in:1:2: found "NaN" where a value was expected. Correct the JSON text.'],
    ["[nul]", 'in:1:2: found "nul" where a value was expected. Correct the JSON text.'],
    ["[1e999]", 'in:1:2: found "1e999", beyond the range of 64-bit floats. Scale the data, or write "inf".'],
    [
      '[1,\n "abc"]',
      'in:2:2: found "abc" where a number was expected. Give a number, null for a missing value, or a complex number as "1+2i".',
    ],
    [
      '[1,"2"]',
      'in:1:4: found "2" where a number was expected. Give a number, null for a missing value, or a complex number as "1+2i".',
    ],
    [
      "[1,true]",
      'in:1:4: found "true" where a number was expected. Give a number, null for a missing value, or a complex number as "1+2i".',
    ],
    [
      "[1,[2]]",
      'in:1:4: found "[2]" where a number was expected. Give a number, null for a missing value, or a complex number as "1+2i".',
    ],
    ["[[1],2]", 'in:1:6: found "2" where a row, as the first element is, was expected. Correct the JSON text.'],
    [
      "[[1,2],[3]]",
      "in:1:8: a row of 1 value where the first has 2. Give each row the same number of values, null where one is missing.",
    ],
    [
      "[[1],[2,3]]",
      "in:1:6: a row of 2 values where the first has 1. Give each row the same number of values, null where one is missing.",
    ],
    [
      "[[1],[]]",
      "in:1:6: a row of 0 values where the first has 1. Give each row the same number of values, null where one is missing.",
    ],
    [
      '[{"a":1},{"b":1}]',
      'in:1:11: the key "b", which the first record does not have. Give all records the same keys, null where a value is missing.',
    ],
    [
      '[{"a":1,"b":1},{"b":1}]',
      'in:1:16: a record without the key "a". Give all records the same keys, null where a value is missing.',
    ],
    ['[{"a":1,"a":2}]', 'in:1:9: the key "a" stands twice in one record. Give each key once.'],
    ['[{"a":1},{"a":1,"\\u0061":2}]', 'in:1:17: the key "a" stands twice in one record. Give each key once.'],
    ['[{"a":1},3]', 'in:1:10: found "3" where a record, as the first element is, was expected. Correct the JSON text.'],
    ['[{"a" 1}]', 'in:1:7: found "1" where a colon was expected. Correct the JSON text.'],
    ['[{"a":1},{a:1}]', 'in:1:11: found "a" where a string was expected. Correct the JSON text.'],
    ['["a]', "in:1:2: a string without a closing quote. Correct the JSON text."],
    ['["a\nb"]', "in:1:4: a control character in a string. Write it as an escape such as \\n."],
    ['["\\x"]', "in:1:3: an escape sequence that JSON does not have. Correct the JSON text."],
    ['["\\u12g4"]', "in:1:3: an escape sequence that JSON does not have. Correct the JSON text."],
    [
      '["a","b"]',
      'in:1:2: found "a" and no column holds numbers. Give a number, null for a missing value, or a complex number as "1+2i".',
    ],
    ["[null,null]", "in: all values are null. Give data with numbers in it."],
    ["[".repeat(100_000), "in:1:65: arrays or objects nested deeper than 64. Give flatter data."],
    [`[${'{"a":'.repeat(100_000)}`, "in:1:317: arrays or objects nested deeper than 64. Give flatter data."],
  ])("is refused when it is %.30j", async (text, message) => {
    expect(await fails(text)).toBe(`input: ${message}`);
  });

  it("with unequal times is refused at the record", async () => {
    expect(await fails('[{"t":0,"v":1},\n{"t":1,"v":1},\n{"t":3,"v":1},{"t":4,"v":1}]', { timeColumn: "t" })).toBe(
      "input: in:3:1: a time step of 2 s where the usual one is 1 s. Resample the data to equal steps, or leave out --time-column and give --rate.",
    );
    expect(await fails('[{"t":0,"v":1},{"t":"1","v":1}]', { timeColumn: "t" })).toBe(
      'input: in:1:21: found "1" in the time column, not a number of seconds. Give a number, null for a missing value, or a complex number as "1+2i".',
    );
  });

  it("that is valid and of a known shape is read as JSON.parse reads it", async () => {
    const value = fc.double({ noNaN: true, noDefaultInfinity: true }).map((v) => (Object.is(v, -0) ? 0 : v));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 0, max: 3 }),
        async (rows, indent) => {
          const signal = await read(json, JSON.stringify(rows, null, indent));
          expect([...signal.data]).toEqual(rows.flat());
        },
      ),
      { numRuns: 300, seed: 21 },
    );
  });

  it("that is damaged never ends in anything but a message", async () => {
    const text = '[{"t":0,"a":1.5e-3,"s":"x\\u00e9"},{"t":1,"a":null,"s":"1+2i"}]';
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.constantFrom(...Array.from('[]{}",:0-.e\\n ')), async (at, c) => {
        const damaged = text.slice(0, at) + c + text.slice(at + 1);
        let valid = true;
        try {
          JSON.parse(damaged);
        } catch {
          valid = false;
        }
        const result = await fails(damaged, { columns: ["a"] });
        if (!valid) expect(result).toMatch(/^input: /);
      }),
      { numRuns: 1500, seed: 22 },
    );
  });
});

describe("written JSON", () => {
  it("has the shape it came in", async () => {
    for (const text of [
      "[1,2.5,null,-0]\n",
      "[\n[1],\n[2]\n]\n",
      "[\n[1,2],\n[3,4]\n]\n",
      '[\n{"a":1,"s":"x\\u00e9"},\n{"a":2,"s":null}\n]\n',
      '[\n[1,"x",true],\n[2,"y",null]\n]\n',
      '["1+2i","3-4i"]\n',
    ])
      expect(await again(text)).toBe(text);
    expect(await again("[[1,2],[3,4]]", { matrix: true })).toBe("[\n[1,2],\n[3,4]\n]\n");
  });

  it("is valid JSON that reads back bit for bit", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double(), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 3 }),
        async (values, channels) => {
          const data = Float64Array.from({ length: values.length * channels }, (_, i) => values[i % values.length]);
          data.fill(1, 0, channels);
          const bytes = await written(
            json,
            signalOf(data, { width: values.length, channels }, "f64", { source: "t", medium: "array" }),
          );
          expect(Array.isArray(JSON.parse(bytes.toString()))).toBe(true);
          const back = await read(json, bytes);
          expect(back.data.every((v, i) => Object.is(v, data[i]))).toBe(true);
        },
      ),
      { numRuns: 300, seed: 23 },
    );
  });

  it("of a CSV table has records with its other columns, and the other way round", async () => {
    const table = 'id,v,s\n007,1.5,"a ""b"""\n12,2,\n';
    const signal = await read(csv, table, { columns: ["v"] });
    const text = (await written(json, signal)).toString();
    expect(text).toBe('[\n{"id":"007","v":1.5,"s":"a \\"b\\""},\n{"id":12,"v":2,"s":null}\n]\n');
    expect((await written(csv, await read(json, text, { columns: ["v"] }))).toString()).toBe(table);
  });

  it("has lags, and cells of the rows below", async () => {
    const signal = await read(json, '[{"v":1,"s":"a"},{"v":2,"s":"b"}]');
    const about = { ...signal.about, lags: { first: -1, step: 1 }, rows: { first: -1, step: 1 }, sampleRate: 2 };
    expect((await written(json, { ...signal, about })).toString()).toBe(
      '[\n{"lag":-1,"lag_s":-0.5,"v":1,"s":null},\n{"lag":0,"lag_s":0,"v":2,"s":"a"}\n]\n',
    );
  });

  it("needs different names", async () => {
    const signal = await read(csv, "x,x\n1,2\n");
    expect(await failure(written(json, signal))).toBe(
      'output: out: two columns have the name "x", and JSON records need different ones. Write CSV, or give the columns other names.',
    );
  });
});
