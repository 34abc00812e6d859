import { describe, expect, it } from "vitest";
import { formatByContent, pickInput, pickOutput } from "../../src/files/pick.js";
import { FORMATS } from "../../src/formats/all.js";
import type { Format } from "../../src/formats/format.js";
import { faultOf } from "../support/fault.js";

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

/** A format with the mark `mark` at the start of its files; without one it knows nothing by content. */
function format(name: string, suffixes: string[], mark?: string, rest: Partial<Format> = {}): Format {
  return {
    name,
    title: name,
    medium: "table",
    suffixes,
    holds: ["f64"],
    sniff: (head) => mark !== undefined && new TextDecoder("latin1").decode(head).startsWith(mark),
    decode: () => Promise.reject(new Error("not for this test")),
    encode: () => Promise.resolve([]),
    ...rest,
  };
}

const png = format("png", [".png"], "\x89PNG");
const csv = format("csv", [".csv", ".txt"]);
const tsv = format("tsv", [".tsv"]);
const json = format("json", [".json"]);
const svg = format("svg", [".svg"], "<svg", { onlyWhenForced: true });
const packed = format("packed", [".csv.packed"]);
const without = (whole: Format, use: "encode" | "decode"): Format =>
  Object.fromEntries(Object.entries(whole).filter(([key]) => key !== use)) as unknown as Format;
const readOnly = without(format("gif", [".gif"], "GIF"), "encode");
const writeOnly = without(format("plot", [".plot"]), "decode");
const all = [csv, packed, svg, tsv, writeOnly, json, readOnly, png];

const input = (content: string, path: string, forced?: string): string | [string, string] => {
  const { format: found, note } = pickInput(bytes(content), path, path === "-" ? "stdin" : path, forced, all);
  return note === undefined ? found.name : [found.name, note];
};

describe("the format of an input", () => {
  it("is what it is forced to be, whatever it looks like", () => {
    expect(input("\x89PNG", "a.png", "csv")).toBe("csv");
    expect(input("<svg>", "a.svg", "svg")).toBe("svg");
    expect(input("%PDF-1.7", "a.pdf", "CSV")).toBe("csv");
  });

  it("is else what its content says, with a note where its name says otherwise", () => {
    expect(input("\x89PNG", "-")).toBe("png");
    expect(input("\x89PNG", "picture")).toBe("png");
    expect(input("\x89PNG", "a.PNG")).toBe("png");
    expect(input("\x89PNG", "a.csv")).toEqual(["png", "a.csv is png by its content, though its name says csv"]);
  });

  it("is else what its name says: the longest ending that fits, in any case", () => {
    expect(input("1,2", "a.csv")).toBe("csv");
    expect(input("1,2", "dir.tsv/A.JSON")).toBe("json");
    expect(input("??", "a.csv.packed")).toBe("packed");
    expect(input("no picture", "a.png")).toBe("png");
  });

  it("is else a table, if it is text with numbers", () => {
    expect(input("1,2\n3,4\n", "-")).toBe("csv");
    expect(input("# a;b\na\tb\n1\t2\n", "-")).toBe("tsv");
    expect(input("# 1\t2\n1;2\n", "-")).toBe("csv");
    expect(input("  [[1, 2]]", "-")).toBe("json");
    expect(input("\xef\xbb\xbf1\n", "file")).toBe("csv");
    expect(input("caf\xe9,1\n", "file.unknown")).toBe("csv");
    expect(input("\xff\xfe1\0\n\0", "-")).toBe("csv");
    expect(input("name,".repeat(1000).slice(0, 4096), "-")).toBe("csv");
    // A file that is called only `.csv` has no ending.
    expect(input("1\t2", ".csv")).toBe("tsv");
  });

  it("is refused with a list of what was tried when nothing fits", async () => {
    for (const content of ["\0\x01\x02", "only words"]) {
      expect(await faultOf(() => input(content, "thing.xyz"))).toEqual([
        3,
        "thing.xyz: its format is not known: neither by its content (png, gif, svg, json, tsv, csv, packed) nor by its name. Say what it is with --input-format.",
      ]);
    }
  });

  it("is refused by name where it is known and not read", async () => {
    expect(await faultOf(() => input("%PDF-1.7", "a.csv"))).toEqual([
      3,
      "a.csv: is a PDF, which is not read. Draw its page to PNG first.",
    ]);
    const refused = "which is not read unless asked for. Convert it to PNG first, or trust it with --input-format svg.";
    expect(await faultOf(() => input("<svg>", "-"))).toEqual([3, `stdin: is svg by its content, ${refused}`]);
    expect(await faultOf(() => input("<svg>", "a.png"))).toEqual([3, `a.png: is svg by its content, ${refused}`]);
    expect(await faultOf(() => input("1", "a.svg"))).toEqual([3, `a.svg: is svg by its name, ${refused}`]);
  });

  it("has a name that is known", async () => {
    expect(await faultOf(() => input("1", "-", "pgn"))).toEqual([
      2,
      '--input-format: there is no format "pgn". Did you mean png? The formats are png, gif, svg, json, tsv, csv, packed.',
    ]);
    expect(await faultOf(() => input("1", "-", "plot"))).toEqual([
      2,
      '--input-format: "plot" is only written. The formats are png, gif, svg, json, tsv, csv, packed.',
    ]);
    expect(await faultOf(() => input("1", "-", "__proto__"))).toEqual([
      2,
      '--input-format: there is no format "__proto__". The formats are png, gif, svg, json, tsv, csv, packed.',
    ]);
  });

  it("follows the stated order where two formats know the same mark, whatever their order in the registry", () => {
    const one = format("tiff", [".tif"], "II");
    const two = format("raw", [".raw"], "II");
    const three = format("dng", [".dng"], "II");
    for (const formats of [
      [one, two, three],
      [three, two, one],
    ]) {
      expect(formatByContent(bytes("II*"), "x", formats)?.name).toBe("tiff");
      expect(
        formatByContent(
          bytes("II*"),
          "x",
          formats.filter((f) => f !== one),
        )?.name,
      ).toBe("dng");
    }
  });
});

describe("the format of an output", () => {
  const output = (target: string, forced?: string, special = false): string =>
    pickOutput(target, { fallback: "csv", special, ...(forced === undefined ? {} : { forced }) }, all).name;

  it("is what it is forced to be, else what its name says, else the fallback of stdout and devices", () => {
    expect(output("a.csv", "png")).toBe("png");
    expect(output("a.Tsv")).toBe("tsv");
    expect(output("-")).toBe("csv");
    expect(output("-", "png")).toBe("png");
    expect(output("/dev/null", undefined, true)).toBe("csv");
    expect(output("fifo.png", undefined, true)).toBe("png");
  });

  it("is refused where the name says nothing or something that is only read", async () => {
    const remedy = "Use one of .png .svg .json .tsv .csv .txt .csv.packed .plot, or say which with --output-format.";
    expect(await faultOf(() => output("out"))).toEqual([
      2,
      `out: its name does not end in the suffix of a format that can be written. ${remedy}`,
    ]);
    expect(await faultOf(() => output("a.gif"))).toEqual([2, `a.gif: gif is only read. ${remedy}`]);
    expect(await faultOf(() => output("-", "gif"))).toEqual([
      2,
      '--output-format: "gif" is only read. The formats are png, svg, json, tsv, csv, packed, plot.',
    ]);
  });
});

describe("the registry of formats", () => {
  it("gives no two formats one name or one file name ending", () => {
    const names = FORMATS.map((f) => f.name);
    const suffixes = FORMATS.flatMap((f) => f.suffixes);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(suffixes).size).toBe(suffixes.length);
    for (const suffix of suffixes) expect(suffix).toMatch(/^\.[a-z0-9.]+$/);
  });
});
