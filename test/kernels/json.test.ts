import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { rational } from "../../src/base/rational.js";
import { KERNEL_KEYS, parseKernelJson } from "../../src/kernels/json.js";

const schema = JSON.parse(readFileSync(new URL("../../src/schemas/kernel.schema.json", import.meta.url), "utf8")) as {
  $defs: { kernel: { properties: Record<string, unknown> } };
};
const valid = new Ajv2020.default().compile(schema);

function refusal(text: string): string {
  try {
    parseKernelJson(text, "k.json");
  } catch (e) {
    if (e instanceof UserError && e.exitCode === 3) return e.message;
    throw e;
  }
  return "accepted";
}

const TAP = 'A tap is a number, or a string as "2/3" or "1+2i".';
const KEYS = `It has ${KERNEL_KEYS.join(", ")}.`;

describe("kernel files in JSON", () => {
  it("are taps, alone or with what belongs to them", () => {
    const text = `{
      "taps": [[1, "1/2"], [0.25, -4]], "divisor": "3/2", "scale": 2.5, "offset": -1, "anchor": [1, -1],
      "mode": "conv", "name": "mine", "sampleRate": 48000 }`;
    expect(valid(JSON.parse(text))).toBe(true);
    expect(parseKernelJson(text, "k.json")).toEqual({
      taps: Float64Array.of(4, 2, 1, -16),
      width: 2,
      height: 2,
      channels: 1,
      rank: 2,
      divisor: rational(6n),
      scale: 2.5,
      offset: -1,
      anchor: [1, -1],
      mode: "conv",
      sampleRate: 48000,
      name: "k.json (mine)",
      about: { origin: "json" },
    });
  });

  it.each([
    ["[1, 2, 1]", [3, 1, 1, 1]],
    ["[[1, 2, 1]]", [3, 1, 1, 2]],
    ["[[1], [2]]", [1, 2, 1, 2]],
    ["[[[1, 2, 3], [4, 5, 6]]]", [2, 1, 3, 2]],
    ['{"taps": ["1+2i", "-j", "2/3", "1e-3", 4]}', [5, 1, 1, 1]],
    ['\ufeff{"taps": [1], "divisor": -2, "anchor": [3]}\r\n', [1, 1, 1, 1]],
  ])("%s has the shape it shows, and fits the schema", (text, shape) => {
    const k = parseKernelJson(text, "k.json");
    expect([k.width, k.height, k.channels, k.rank]).toEqual(shape);
    expect(valid(JSON.parse(text.replace("\ufeff", "")))).toBe(true);
  });

  it("have the keys of the schema", () => {
    expect(Object.keys(schema.$defs.kernel.properties)).toEqual([...KERNEL_KEYS]);
  });

  it.each([
    ["3", '1:1: the file is 3. Give an object with "taps", or an array of taps.'],
    ["{}", '1:1: the file has no key "taps". Give "taps", as {"taps": [[0, 1, 0]]}.'],
    ['{"taps": [1], "divsor": 9}', `1:15: a kernel has no key "divsor". Did you mean "divisor"? ${KEYS}`],
    ['{"taps": [1], "__proto__": 9}', `1:15: a kernel has no key "__proto__". ${KEYS}`],
    ['{"taps": 3}', "1:10: taps is 3. Give an array of taps."],
    ['{"taps": []}', `1:10: taps is empty. ${TAP}`],
    ['{"taps": [[1], []]}', '1:16: taps[1] is empty. A tap is a number, or a string as "2/3" or "1+2i".'],
    [
      '{"taps": [[1, 2],\n  [3]]}',
      "2:3: taps[1] has 1 entry, the first of its kind has 2. Give all rows the same length.",
    ],
    ['{"taps": [[1, 2],\n  [3, "x"]]}', `2:7: taps[1][1] is "x", which is not a number. ${TAP}`],
    ["[1, null]", `1:5: [1] is null. ${TAP}`],
    ["[1, {}]", `1:5: [1] is an object. ${TAP}`],
    ["[1e999]", `1:2: [0] is "1e999", which is beyond the range of a 64-bit float. ${TAP}`],
    ['["1/0"]', `1:2: [0] is "1/0", which divides by 0. ${TAP}`],
    ["[1, [2]]", "1:5: [1] is an array. Give a tap there, as in the places before."],
    ["[[1], 2]", "1:7: [1] is 2. Give an array there, as in the rows before."],
    ["[[[[1]]]]", "1:4: [0][0][0] is a fourth level of arrays. Give [taps], [[rows]] or [[[channels]]]."],
    [
      '{"taps": [1], "scale": 0}',
      "1:24: scale is 0, and nothing can be divided by it. Give another number or leave it out.",
    ],
    [
      '{"taps": [1], "divisor": "0/3"}',
      "1:26: divisor is 0, and nothing can be divided by it. Give another number or leave it out.",
    ],
    ['{"taps": [1], "scale": "2"}', '1:24: scale is "2". Give a number.'],
    ['{"taps": [1], "offset": true}', "1:25: offset is true. Give a number."],
    ['{"taps": [1], "divisor": "many"}', '1:26: divisor is "many", which is not a number. Give a number.'],
    ['{"taps": [1], "anchor": [0.5, 0]}', "1:26: anchor[0] is 0.5. Give whole numbers [x, y], or [x] for a list."],
    [
      '{"taps": [1], "anchor": [0, 0, 0]}',
      "1:25: anchor is an array of 3. Give whole numbers [x, y], or [x] for a list.",
    ],
    ['{"taps": [1], "mode": "convolve"}', '1:23: mode is "convolve". Give "conv" or "xcorr".'],
    ['{"taps": [1], "name": 1}', "1:23: name is 1. Give a string."],
    ['{"taps": [1], "sampleRate": -1}', "1:29: sampleRate is -1. Give samples per second, above 0."],
  ])("%s is refused and does not fit the schema, or is stricter than it", (text, message) => {
    expect(refusal(text)).toBe(`k.json:${message}`);
    // What the schema does not say: equal lengths of rows, the range of f64, that a fraction is not 0.
    const beyondSchema = /entry|beyond/.test(message) || text.includes("0/3");
    if (!beyondSchema) expect(valid(JSON.parse(text))).toBe(false);
  });

  it.each([
    ["", "1:1: the text ends where a value should be"],
    ["[1, 2", '1:6: the text ends where "," or "]" should be'],
    ["[1 2]", '1:4: "2" stands where "," or "]" should be'],
    ["[1,]", '1:4: "]" stands where a value should be'],
    ["[1] x", '1:5: "x" stands where the end should be'],
    ["[01]", '1:2: "01" stands where a number should be'],
    ["[+1]", '1:2: "+1" stands where a value should be'],
    ["[NaN]", '1:2: "NaN" stands where a value should be'],
    ['{"taps" [1]}', '1:9: "[" stands where ":" should be'],
    ["{taps: [1]}", '1:2: "taps" stands where a key in quotes should be'],
    ['{"taps": [1],\n}', '2:1: "}" stands where a key in quotes should be'],
    ['["abc', '1:2: "\\"abc" stands where a complete string should be'],
    ['["\\x"]', '1:2: "\\"\\\\x\\"" stands where a complete string should be'],
  ])("%j is no JSON", (text, message) => {
    const got = refusal(text);
    expect(got.replaceAll('\\"', '"')).toBe(
      `k.json:${message.replaceAll('\\"', '"').replaceAll("\\\\", "\\")}. Mend the JSON.`,
    );
  });

  it("may not say a thing twice or nest without end", () => {
    expect(refusal('{"taps": [1],\n "taps": [2]}')).toBe('k.json:2:2: the key "taps" stands twice. Keep one of them.');
    expect(refusal("[".repeat(100_000))).toBe("k.json:1:66: the nesting is deeper than 64. Give a flatter file.");
    expect(refusal(`["${"9".repeat(3_000_000)}"]`)).toMatch(/^k\.json:1:2: \[0\] is "9+…", which is beyond the range/);
  });
});
