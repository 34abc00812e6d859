/** One call of `layer` from the command line: load, compute, write, report. */
import { UserError, usageError } from "../base/errors.js";
import type { LayerDepth, LayerOptions, LayerReport } from "../base/layer.js";
import type { Mode } from "../base/options.js";
import { count, printable } from "../base/text.js";
import { type ArrayFile, loadArray, saveArray } from "../files/array.js";
import { outputName } from "../files/save.js";
import { type Layered, layerAsync } from "../tasks/layer/layer.js";
import type { Answer, Context } from "./context.js";
import { explainLayer } from "./layer-text.js";
import { type AxesWord, axesOf, type LayerPaddingValue, padsOf } from "./options/layer.js";
import { numberParser } from "./options/parse.js";
import { poolOf } from "./pools.js";
import { jsonSafe } from "./report.js";
import { chooseRoutines, saveReport } from "./steps.js";
import { checkTargets } from "./targets.js";
import { packageVersion } from "./version.js";

export interface LayerWords {
  readonly weights: string;
  readonly bias?: string;
  readonly mode?: Mode;
  readonly stride?: AxesWord;
  readonly dilation?: AxesWord;
  readonly groups?: number;
  readonly padding?: LayerPaddingValue;
  readonly transposed?: boolean;
  readonly outputPadding?: AxesWord;
  readonly depth?: LayerDepth;
  readonly xZeroPoint?: number;
  readonly wZeroPoint?: string;
  readonly yZeroPoint?: number;
  readonly xScale?: number;
  readonly wScale?: string;
  readonly yScale?: number;
  readonly output?: string;
  readonly json?: boolean;
  readonly report?: string;
  readonly explain?: boolean;
  readonly threads?: number;
}

/** As `src/schemas/layer-report.schema.json` says. */
export interface LayerCommandReport extends Omit<LayerReport, "input" | "weights" | "bias" | "output"> {
  readonly program: { readonly name: "convxcorr"; readonly version: string };
  readonly input: LayerReport["input"] & { readonly source: string };
  readonly weights: LayerReport["weights"] & { readonly source: string };
  readonly bias: (NonNullable<LayerReport["bias"]> & { readonly source: string }) | null;
  readonly output: LayerReport["output"] & { readonly target: string };
}

type Named = Pick<ArrayFile, "array" | "source">;

interface Arrays {
  readonly input: Named;
  readonly weights: Named;
  readonly bias: Named | undefined;
}

/** @throws UserError of every kind */
export async function layerFile(input: string, words: LayerWords, context: Context): Promise<Answer> {
  const factors = [words.wScale, words.wZeroPoint].filter((t) => t !== undefined && !isNumber(t)) as string[];
  const files = [words.weights, ...(words.bias === undefined ? [] : [words.bias]), ...factors];
  await checkLayerTargets(input, files, words, context);
  const arrays = await loadArrays(input, words, context);
  const rank = arrays.weights.array.shape.length - 2;
  const options: LayerOptions = {
    ...axisOptions(words, rank),
    ...(await wholeOptions(words, context)),
    ...(arrays.bias ? { bias: arrays.bias.array } : {}),
  };
  const { output, report } = await compute(arrays, options, words, context);
  const target = words.output ?? "-";
  await saveArray(output, target, context.stdout);
  const whole = commandReport(report, arrays, target);
  const plain = jsonSafe(whole);
  await saveReport(plain, words, context);
  context.report?.(plain);
  if (words.explain === true) context.talk.say(explainLayer(whole));
  const { clipped } = whole;
  if (clipped.count > 0 && whole.form === "integer")
    context.talk.warning(
      `${clipped.count} of ${count(clipped.of, "sample")} lie outside the range of i32 and were clipped.`,
    );
  return 0;
}

async function checkLayerTargets(
  input: string,
  files: readonly string[],
  words: LayerWords,
  context: Context,
): Promise<void> {
  const { output = "-", report, json } = words;
  if (output !== "" && output !== "-" && !output.endsWith(".npy"))
    throw usageError(outputName(output), "layers are written as NPY", "Name a file that ends in .npy");
  // What is said of formats is said above.
  await checkTargets(input, files, {
    output,
    outputFormat: "npy",
    ...(report === undefined ? {} : { report }),
    ...(json === undefined ? {} : { json }),
  });
  if (output === "-" && context.stdout.isTerminal)
    throw usageError("stdout", "it is a terminal, and npy is no text", "Give -o FILE, or redirect the output");
}

async function loadArrays(input: string, words: LayerWords, context: Context): Promise<Arrays> {
  const { stdin } = context;
  const weights = await loadArray(words.weights, { usual: "weight", stdin });
  const bias =
    words.bias === undefined ? weights.sibling("bias") : await loadArray(words.bias, { usual: "bias", stdin });
  return { input: await loadArray(input, { stdin }), weights, bias };
}

function axisOptions(words: LayerWords, rank: number): LayerOptions {
  const { mode, stride, dilation, groups, padding, transposed, outputPadding, depth } = words;
  // Weights that are no layer's are told by the task.
  const known = rank >= 1 && rank <= 3;
  return {
    ...(mode === undefined ? {} : { mode }),
    ...(groups === undefined ? {} : { groups }),
    ...(transposed === undefined ? {} : { transposed }),
    ...(depth === undefined ? {} : { depth }),
    ...(stride && known ? { stride: axesOf("--stride", stride, rank) } : {}),
    ...(dilation && known ? { dilation: axesOf("--dilation", dilation, rank) } : {}),
    ...(outputPadding && known ? { outputPadding: axesOf("--output-padding", outputPadding, rank) } : {}),
    ...(padding && known ? { padding: padsOf(padding, rank) } : {}),
  };
}

async function wholeOptions(words: LayerWords, context: Context): Promise<LayerOptions> {
  const { xZeroPoint, yZeroPoint, xScale, yScale, wZeroPoint, wScale } = words;
  return {
    ...(xZeroPoint === undefined ? {} : { xZeroPoint }),
    ...(yZeroPoint === undefined ? {} : { yZeroPoint }),
    ...(xScale === undefined ? {} : { xScale }),
    ...(yScale === undefined ? {} : { yScale }),
    ...(wZeroPoint === undefined ? {} : { wZeroPoint: await channelWord("--w-zero-point", wZeroPoint, context) }),
    ...(wScale === undefined ? {} : { wScale: await channelWord("--w-scale", wScale, context) }),
  };
}

function isNumber(text: string): boolean {
  try {
    numberParser("")(text);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** A number, or the numbers of an array. */
async function channelWord(option: string, text: string, context: Context): Promise<number | readonly number[]> {
  if (text === "") throw usageError(option, "it is empty", "Give a number, or an NPY file with one a channel");
  if (isNumber(text)) return numberParser(option)(text);
  const { array, source } = await loadArray(text, {
    usual: option.slice(2).replaceAll("-", "_"),
    stdin: context.stdin,
  });
  if (array.shape.length < 2) return Array.from(array.data);
  throw usageError(
    option,
    `${source} has ${count(array.shape.length, "axis", "axes")}`,
    "Give an array of one axis, with one number a channel",
  );
}

async function compute(
  { input, weights, bias }: Arrays,
  options: LayerOptions,
  words: LayerWords,
  context: Context,
): Promise<Layered> {
  chooseRoutines(context);
  const found = await layerAsync(input.array, weights.array, options, {
    names: { input: input.source, weights: weights.source, bias: bias?.source ?? "bias" },
    pool: poolOf(words.threads),
    progress: (share) => {
      context.progress.report(share, `computing ${input.source}`);
    },
    signal: context.signal,
  });
  context.progress.clear();
  return found;
}

function commandReport(report: LayerReport, { input, weights, bias }: Arrays, target: string): LayerCommandReport {
  return {
    ...report,
    program: { name: "convxcorr", version: packageVersion() },
    input: { source: printable(input.source), ...report.input },
    weights: { source: printable(weights.source), ...report.weights },
    bias: report.bias && bias ? { source: printable(bias.source), ...report.bias } : null,
    output: { target: printable(outputName(target)), ...report.output },
  };
}
