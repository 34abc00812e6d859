/** Kernel files in JSON, as `schemas/kernel.schema.json` says; also bare nested arrays of taps. */
import type { UserError } from "../base/errors.js";
import type { Kernel } from "../base/kernel.js";
import { limits } from "../base/limits.js";
import { MODES, type Mode } from "../base/options.js";
import { fromNumber, multiply, type Rational } from "../base/rational.js";
import { count, nearest, quoted } from "../base/text.js";
import { type JsonNode, jsonError, readJson } from "./json-reader.js";
import { parseReal, parseTap, type Real, type Tap } from "./number.js";
import { kernelFromTaps } from "./taps.js";

/** The keys of a kernel object, in the order of the schema. */
export const KERNEL_KEYS = ["taps", "divisor", "scale", "offset", "anchor", "mode", "name", "sampleRate"] as const;
type Key = (typeof KERNEL_KEYS)[number];

const TAP = 'A tap is a number, or a string as "2/3" or "1+2i"';

/**
 * @param text the whole file
 * @param file how messages name it
 * @throws UserError (input) with line and column, and the path inside the file, as `taps[1][2]`
 */
export function parseKernelJson(text: string, file: string): Kernel {
  return new KernelFile(file).read(readJson(text, file));
}

interface Shape {
  width: number;
  height: number;
  channels: number;
  rank: 1 | 2;
}

class KernelFile {
  constructor(private readonly file: string) {}

  private fail(at: JsonNode, path: string, found: string, remedy: string): UserError {
    return jsonError(this.file, at, `${path === "" ? "the file" : path} ${found}`, remedy);
  }

  read(root: JsonNode): Kernel {
    if (root.kind === "array") return this.build(root, "", new Map());
    if (root.kind !== "object") {
      throw this.fail(root, "", `is ${describe(root)}`, 'Give an object with "taps", or an array of taps');
    }
    for (const [key, at] of root.keys) {
      if ((KERNEL_KEYS as readonly string[]).includes(key)) continue;
      const near = nearest(key, KERNEL_KEYS);
      const hint = near === undefined ? "" : `Did you mean ${quoted(near)}? `;
      throw jsonError(this.file, at, `a kernel has no key ${quoted(key)}`, `${hint}It has ${KERNEL_KEYS.join(", ")}`);
    }
    const taps = root.entries.get("taps");
    if (!taps) throw this.fail(root, "", 'has no key "taps"', 'Give "taps", as {"taps": [[0, 1, 0]]}');
    return this.build(taps, "taps", root.entries as ReadonlyMap<Key, JsonNode>);
  }

  private build(tapsNode: JsonNode, path: string, fields: ReadonlyMap<Key, JsonNode>): Kernel {
    const taps: Tap[] = [];
    const shape = this.taps(tapsNode, path, taps);
    const number = (key: Key): number | undefined => {
      const node = fields.get(key);
      return node && this.number(node, key).value;
    };
    const [offset, rate] = [number("offset"), number("sampleRate")];
    const scale = this.nonZero(fields.get("scale"), "scale")?.value;
    if (rate !== undefined && rate <= 0) {
      throw this.fail(fields.get("sampleRate")!, "sampleRate", `is ${rate}`, "Give samples per second, above 0");
    }
    const [anchor, mode] = [this.anchor(fields.get("anchor")), this.mode(fields.get("mode"))];
    const name = this.name(fields.get("name"));
    const kernel = kernelFromTaps(taps, shape, {
      name: this.file,
      about: { origin: "json" },
      ...(scale === undefined ? {} : { scale }),
      ...(offset === undefined ? {} : { offset }),
      ...(rate === undefined ? {} : { sampleRate: rate }),
      ...(anchor ? { anchor } : {}),
      ...(mode ? { mode } : {}),
      ...(name === undefined ? {} : { name: `${this.file} (${name})` }),
    });
    const divisor = this.nonZero(fields.get("divisor"), "divisor");
    return divisor ? { ...kernel, divisor: multiply(kernel.divisor, exactOf(divisor)) } : kernel;
  }

  /** Collects the taps row by row; all arrays of a level have one length and one depth. */
  private taps(node: JsonNode, path: string, out: Tap[]): Shape {
    const extents: number[] = [];
    const visit = (at: JsonNode, where: string, depth: number): void => {
      if (at.kind !== "array") {
        if (depth < extents.length)
          throw this.fail(at, where, `is ${describe(at)}`, "Give an array there, as in the rows before");
        if (depth === 0) throw this.fail(at, where, `is ${describe(at)}`, "Give an array of taps");
        out.push(this.tap(at, where));
        if (out.length > limits.taps)
          throw this.fail(at, where, `is beyond ${limits.taps} taps`, "Give a smaller kernel");
        return;
      }
      if (depth === 3)
        throw this.fail(at, where, "is a fourth level of arrays", "Give [taps], [[rows]] or [[[channels]]]");
      if (at.items.length === 0) throw this.fail(at, where, "is empty", TAP);
      if (extents.length === depth) {
        // A new level may only open at the very first tap.
        if (out.length > 0) throw this.fail(at, where, "is an array", "Give a tap there, as in the places before");
        extents.push(at.items.length);
      } else if (extents[depth] !== at.items.length) {
        const found = `has ${count(at.items.length, "entry", "entries")}, the first of its kind has ${extents[depth]}`;
        throw this.fail(at, where, found, "Give all rows the same length");
      }
      for (const [i, item] of at.items.entries()) visit(item, `${where}[${i}]`, depth + 1);
    };
    visit(node, path, 0);
    const [first, second = 1, third = 1] = extents;
    return extents.length === 1
      ? { width: first, height: 1, channels: 1, rank: 1 }
      : { width: second, height: first, channels: third, rank: 2 };
  }

  private tap(node: JsonNode, path: string): Tap {
    if (node.kind !== "number" && node.kind !== "string") throw this.fail(node, path, `is ${describe(node)}`, TAP);
    const tap = parseTap(node.text);
    if (typeof tap === "string") throw this.fail(node, path, `is ${quoted(node.text)}, which ${tap}`, TAP);
    return tap;
  }

  private number(node: JsonNode, path: string): Real {
    if (node.kind !== "number" && !(node.kind === "string" && path === "divisor")) {
      throw this.fail(node, path, `is ${describe(node)}`, "Give a number");
    }
    const real = parseReal(node.text);
    if (typeof real === "string")
      throw this.fail(node, path, `is ${quoted(node.text)}, which ${real}`, "Give a number");
    return real;
  }

  private nonZero(node: JsonNode | undefined, path: string): Real | undefined {
    if (!node) return undefined;
    const real = this.number(node, path);
    if (real.value === 0 && exactOf(real).num === 0n) {
      throw this.fail(node, path, "is 0, and nothing can be divided by it", "Give another number or leave it out");
    }
    return real;
  }

  private anchor(node: JsonNode | undefined): [number, number] | undefined {
    if (!node) return undefined;
    const remedy = "Give whole numbers [x, y], or [x] for a list";
    if (node.kind !== "array" || node.items.length < 1 || node.items.length > 2) {
      throw this.fail(node, "anchor", `is ${describe(node)}`, remedy);
    }
    const [x, y = 0] = node.items.map((item, i) => {
      const { value } = this.number(item, `anchor[${i}]`);
      if (!Number.isSafeInteger(value)) throw this.fail(item, `anchor[${i}]`, `is ${value}`, remedy);
      return value;
    });
    return [x, y];
  }

  private mode(node: JsonNode | undefined): Mode | undefined {
    const mode = node?.kind === "string" ? MODES.find((m) => m === node.text) : undefined;
    if (node && !mode) throw this.fail(node, "mode", `is ${describe(node)}`, 'Give "conv" or "xcorr"');
    return mode;
  }

  private name(node: JsonNode | undefined): string | undefined {
    if (node && node.kind !== "string") throw this.fail(node, "name", `is ${describe(node)}`, "Give a string");
    return node?.text;
  }
}

const exactOf = (real: Real): Rational => real.fraction ?? fromNumber(real.value);

/** What a node is, for `… is an object`. */
function describe(node: JsonNode): string {
  if (node.kind === "object") return "an object";
  if (node.kind === "array") return `an array of ${node.items.length}`;
  return node.kind === "string" ? quoted(node.text) : node.text;
}
