import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type About, type Signal, signalOf } from "../../src/base/signal.js";
import type { TableOptions } from "../../src/formats/format.js";
import { cellsOf } from "../../src/formats/table/cells.js";
import { csv } from "../../src/formats/table/csv.js";
import { tsv } from "../../src/formats/table/tsv.js";
import { failure, joined, read, written } from "./signals.js";

const plain: About = { source: "t", medium: "array" };
const signal = (values: readonly number[], about: Partial<About> = {}, channels = 1): Signal =>
  signalOf(Float64Array.from(values), { width: values.length / channels, channels }, "f64", { ...plain, ...about });
const text = async (s: Signal, options = {}): Promise<string> => (await written(csv, s, options)).toString();

/** A table read, changed by `about`, and written again. */
async function again(input: string, table: TableOptions = {}, about: Partial<About> = {}): Promise<string> {
  const s = await read(csv, input, table);
  return text({ ...s, about: { ...s.about, ...about } });
}

/** As `again`, with the samples replaced by 0, 1, 2, … of another count. */
async function resized(input: string, length: number, about: Partial<About>): Promise<string> {
  const s = await read(csv, input);
  const data = Float64Array.from({ length: length * s.channels }, (_, i) => i);
  return text({ ...s, data, width: length, about: { ...s.about, ...about } });
}

describe("a written table", () => {
  it("has a line a sample and a cell a channel, lines ending in LF", async () => {
    expect(await text(signal([1, -2.5, 1e300, 0.1]))).toBe("1\n-2.5\n1e+300\n0.1\n");
    expect(await text(signal([1, 2, 3, 4, 5, 6], {}, 3))).toBe("1,2,3\n4,5,6\n");
    expect(await text(signal([1, 2], { columns: ["a", "b,c"] }, 2))).toBe('a,"b,c"\n1,2\n');
  });

  it("writes missing values, infinities, −0 and complex numbers so that they can be read", async () => {
    expect(await text(signal([Number.NaN, Infinity, -Infinity, -0]))).toBe("nan\ninf\n-inf\n-0\n");
    const z = signalOf(Float64Array.of(1, -0), { width: 2 }, "c128", plain, Float64Array.of(-2, 0));
    expect(await text(z)).toBe("1-2i\n-0+0i\n");
  });

  it("rounds c64 to pairs of f32, and nothing else", async () => {
    const z = signalOf(Float64Array.of(0.1), { width: 1 }, "c64", plain, Float64Array.of(0.5));
    expect(await text(z)).toBe("0.10000000149011612+0.5i\n");
    expect(await text(signalOf(Float32Array.of(0.1), { width: 1 }, "f32", plain))).toBe("0.10000000149011612\n");
    expect(await text(signalOf(Uint8Array.of(0, 255), { width: 2 }, "u8", plain))).toBe("0\n255\n");
  });

  it("of a plane has the plane's rows, and no more than one channel", async () => {
    const plane = signalOf(Int16Array.of(1, 2, 3, 4, 5, 6), { width: 3, height: 2, rank: 2 }, "i16", plain);
    expect(await text(plane)).toBe("1,2,3\n4,5,6\n");
    expect(csv.cannotHold?.({ ...plane, channels: 3 })).toBe(
      "holds signals and planes of one channel, not planes of 3 channels",
    );
    expect(csv.cannotHold?.(plane)).toBeUndefined();
    expect(csv.cannotHold?.(signal([1, 2, 3], {}, 3))).toBeUndefined();
    expect(await again("a;b\n1;2\n3;4\n", { matrix: true })).toBe("a;b\n1;2\n3;4\n");
  });

  it("is empty of numbers nowhere: blocks join without a gap", async () => {
    const values = Array.from({ length: 200_000 }, (_, i) => i * 1.25);
    const blocks = await csv.encode!(signal(values), { target: "out" });
    let count = 0;
    const counted = (async function* () {
      for await (const block of blocks) {
        count++;
        yield block;
      }
    })();
    const back = await read(csv, await joined(counted));
    expect(count).toBeGreaterThan(1);
    expect(back.width).toBe(values.length);
    expect(back.data.every((v, i) => v === values[i])).toBe(true);
  });

  it("reads back bit for bit, whatever the numbers", async () => {
    const any = fc.oneof(
      fc.double(),
      fc.constantFrom(0, -0, 5e-324, -2.2250738585072014e-308, 1.7976931348623157e308, 1 / 3),
      fc.integer(),
      fc.float(),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(any, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom(",", ";", "\t", "|", " "),
        fc.boolean(),
        async (values, channels, delimiter, comma) => {
          const n = Math.ceil(values.length / channels) * channels;
          const data = Float64Array.from({ length: n }, (_, i) => values[i % values.length]);
          // A column without any number is none.
          for (let c = 0; c < channels; c++) data[c] = 1;
          const decimalComma = comma && delimiter !== ",";
          const bytes = await written(csv, signal([...data], {}, channels), { delimiter, decimalComma });
          const back = await read(csv, bytes, { decimalComma, ...(channels > 1 ? {} : { delimiter }) });
          expect(back.channels).toBe(channels);
          expect(back.data.every((v, i) => Object.is(v, data[i]))).toBe(true);
        },
      ),
      { numRuns: 400, seed: 11 },
    );
  });

  it("of complex numbers reads back bit for bit", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.double(), fc.double()), { minLength: 1, maxLength: 20 }), async (pairs) => {
        const [re, im] = [0, 1].map((k) => Float64Array.from(pairs, (p) => p[k]));
        const back = await read(csv, await written(csv, signalOf(re, { width: re.length }, "c128", plain, im)));
        expect(back.type).toBe("c128");
        expect(back.data.every((v, i) => Object.is(v, re[i]))).toBe(true);
        expect(back.imag?.every((v, i) => Object.is(v, im[i]))).toBe(true);
      }),
      { numRuns: 300, seed: 12 },
    );
  });
});

describe("a table that was read and is written", () => {
  it("keeps header, other columns and delimiter", async () => {
    const input = 'id;v;note\n007;1.5;"a; ""b"""\n008;2;\n';
    expect(await again(input, { columns: ["v"] })).toBe(input);
    expect(await again("a\tb\n1\t2\n")).toBe("a\tb\n1\t2\n");
    expect(await again("1 2\n3   4\n")).toBe("1 2\n3 4\n");
    expect(await again("t,v\n0.0,1\n0.5,2\n", { timeColumn: "t" })).toBe("t,v\n0.0,1\n0.5,2\n");
    expect(await again("x;t;y\n1,5;a;2\n", { decimalComma: true })).toBe("x;t;y\n1,5;a;2\n");
  });

  it("keeps what is between the channels in any order of channels", async () => {
    expect(await again("a,s,b\n1,x,10\n2,y,20\n", { columns: ["b", "a"] })).toBe("a,s,b\n1,x,10\n2,y,20\n");
  });

  it("follows the option or the format in its delimiter", async () => {
    const s = await read(csv, 'a;s\n1,5;"x,y"\n', { decimalComma: true });
    expect(await text(s, { delimiter: "|", decimalComma: false })).toBe("a|s\n1.5|x,y\n");
    expect(await text(s, { delimiter: ",", decimalComma: false })).toBe('a,s\n1.5,"x,y"\n');
    expect((await written(tsv, s, { decimalComma: false })).toString()).toBe("a\ts\n1.5\tx,y\n");
    expect((await written(tsv, await read(csv, "a;s\n1;x\ty\n"))).toString()).toBe('a\ts\n1\t"x\ty"\n');
    expect(await text(await read(tsv, "a\tb\n1\t2\n"))).toBe("a,b\n1,2\n");
    expect(await text(signal([1.5, 2], {}, 2), { decimalComma: true })).toBe("1,5;2\n");
    expect(await text(await read(csv, "t;v\n0.5;1\n1.5;2\n", { timeColumn: "t" }), { decimalComma: true })).toBe(
      "t;v\n0,5;1\n1,5;2\n",
    );
    expect(await failure(text(signal([1]), { delimiter: "7" }))).toBe(
      'usage: --delimiter: "7" cannot set cells apart. Give one character such as , ; | or a word: tab, blank, comma, semicolon, pipe.',
    );
  });

  it("carries the cells of the row that each sample lies on, and none where there is none", async () => {
    const input = "s,v\na,0\nb,0\nc,0\nd,0\n";
    expect(await resized(input, 2, { rows: { first: 1, step: 2 } })).toBe("s,v\nb,0\nd,1\n");
    expect(await resized(input, 6, { rows: { first: -1, step: 1 } })).toBe("s,v\n,0\na,1\nb,2\nc,3\nd,4\n,5\n");
    expect(await resized("v,s\n0,a\n0,b\n", 3, { rows: { first: 0, step: 1 } })).toBe("v,s\n0,a\n1,b\n2,\n");
    expect(await resized("v s\n0 a\n0 b\n", 3, {})).toBe('v s\n0 a\n1 b\n2 ""\n');
  });

  it("has the lags first, in samples and with a rate in seconds", async () => {
    const lags = { first: -2, step: 1 };
    expect(await resized("s,v\na,0\nb,0\n", 3, { lags, rows: { first: -2, step: 1 } })).toBe(
      "lag,s,v\n-2,,0\n-1,,1\n0,a,2\n",
    );
    expect(await resized("0\n0\n", 3, { lags, sampleRate: 4 })).toBe("-2,-0.5,0\n-1,-0.25,1\n0,0,2\n");
    // With a stride of 2 the samples are 2 per second where the input had 4.
    expect(await text(signal([7, 8], { lags: { first: -2, step: 2 }, sampleRate: 2 }))).toBe(
      "lag,lag_s,value\n-2,-0.5,7\n0,0,8\n",
    );
    expect(await text(signal([7, 8], { lags }, 2))).toBe("lag,channel_1,channel_2\n-2,7,8\n");
  });

  it("quotes cells and names that would be read as something else", async () => {
    const cells = ["#no comment", 'q"uote', "line\nbreak", " blank ", "a,b", "plain", ""];
    const s = signal(
      cells.map((_, i) => i),
      {
        format: "csv",
        table: {
          delimiter: ",",
          header: ["# h", "v"],
          width: 2,
          filtered: [1],
          others: new Map([[0, cellsOf(cells)]]),
          decimalComma: false,
        },
      },
    );
    const out = await text(s);
    expect(out).toBe('"# h",v\n"#no comment",0\n"q""uote",1\n"line\nbreak",2\n" blank ",3\n"a,b",4\nplain,5\n,6\n');
    const back = await read(csv, out);
    expect(back.about.table?.header).toEqual(["# h", "v"]);
    expect(cells.map((_, i) => back.about.table?.others.get(0)?.text(i))).toEqual(cells);
  });

  it("gives back any texts in its other columns, for every delimiter", async () => {
    const cell = fc.string({
      unit: fc.constantFrom("a", "é", "1", ",", ";", "\t", "|", " ", '"', "\n", "\r\n", "#", "-", "日"),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(",", ";", "\t", "|", " "),
        async (rows, delimiter) => {
          const others = new Map([0, 2].map((c, k) => [c, cellsOf(rows.map((row) => row[k]))]));
          const s = signal(
            rows.map((_, i) => i),
            {
              format: "csv",
              table: { delimiter, header: ["s", "v", "t"], width: 3, filtered: [1], others, decimalComma: false },
            },
          );
          const first = await text(s);
          const back = await read(csv, first, { delimiter, header: true, columns: ["v"] });
          expect(rows.map((_, i) => [0, 2].map((c) => back.about.table?.others.get(c)?.text(i)))).toEqual(rows);
          expect(await text(back)).toBe(first);
        },
      ),
      { numRuns: 500, seed: 13 },
    );
  });
});
