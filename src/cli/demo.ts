/** `demo`: examples that make their own data, show a figure and say what came out. */
import { usageError } from "../base/errors.js";
import type { Signal } from "../base/signal.js";
import { nearest, quoted } from "../base/text.js";
import type { Figure } from "../plot/figure.js";
import type { Answer, Context } from "./context.js";
import { DEMOS } from "./demos/all.js";
import { FIGURE_FORMATS, saveFigure, showFigure } from "./figure.js";
import { jsonText } from "./json-text.js";
import { packageVersion } from "./version.js";

/** One file in `demos/`, one line in its `all.ts`. */
export interface Demo {
  readonly name: string;
  /** One line for the list. */
  readonly title: string;
  readonly run: (words: DemoWords) => DemoResult;
}

export interface DemoResult {
  readonly figure: Figure;
  /** The figure for terminals, where much of it would be mere digits. */
  readonly screen?: Figure;
  /** What is drawn, as columns. */
  readonly table: Signal;
  /** Whether it came out as it should; else the exit code is 1. */
  readonly good: boolean;
  /** A sentence or more about it. */
  readonly text: string;
  /** The same as data, without what all demos have. */
  readonly report: Readonly<Record<string, unknown>>;
}

export interface DemoWords {
  readonly list?: boolean;
  readonly seed?: number;
  readonly noise?: number;
  readonly output?: readonly string[];
  readonly json?: boolean;
  readonly color?: boolean;
}

/** Pixels of a PNG for each of the figure's: sharp on fine screens too. */
const SCALE = 2;

export async function demo(name: string | undefined, words: DemoWords, context: Context): Promise<Answer> {
  if (words.list === true) return list(name, context);
  const chosen = DEMOS.find((d) => d.name === (name ?? DEMOS[0].name));
  if (chosen === undefined) throw unknownDemo(name!);
  const outputs = words.output ?? [];
  for (const target of outputs) await checkOutput(target);
  const result = chosen.run(words);
  for (const target of outputs) await save(result, target, context);
  const report = {
    schema: 1,
    program: { name: "convxcorr", version: packageVersion() },
    demo: chosen.name,
    ...result.report,
    good: result.good,
    outputs,
  };
  context.report?.(report);
  if (words.json === true) await print(jsonText(report), context);
  // The jobs of a batch have no stdout; their answers hold the report.
  else if (!context.claim || outputs.length === 0) {
    if (outputs.length === 0) await showFigure(result.screen ?? result.figure, words, context);
    await print(`${result.text}\n${outputs.length > 0 ? `Written: ${outputs.join(", ")}.\n` : ""}`, context);
  }
  return result.good ? 0 : 1;
}

const print = (text: string, { stdout }: Context): Promise<void> => stdout.write([new TextEncoder().encode(text)]);

async function list(name: string | undefined, context: Context): Promise<Answer> {
  if (name !== undefined) throw usageError(name, "stands beside --list", "Leave one of them out");
  const width = Math.max(...DEMOS.map((d) => d.name.length));
  await print(DEMOS.map((d) => `${d.name.padEnd(width)}  ${d.title}\n`).join(""), context);
  return 0;
}

function unknownDemo(name: string): Error {
  const names = DEMOS.map((d) => d.name);
  const near = nearest(name, names);
  const remedy = `${near === undefined ? "" : `Did you mean ${near}? `}The demos are ${names.join(", ")}`;
  return usageError("DEMO", `there is no ${quoted(name)}`, remedy);
}

const figureSuffix = (target: string): (typeof FIGURE_FORMATS)[number] | undefined =>
  FIGURE_FORMATS.find((f) => target.toLowerCase().endsWith(`.${f}`));

async function checkOutput(target: string): Promise<void> {
  const { requireWritable } = await import("../files/writable.js");
  await requireWritable(target);
}

async function save({ figure, table }: DemoResult, target: string, context: Context): Promise<void> {
  const format = figureSuffix(target);
  if (format !== undefined) {
    await saveFigure(figure, target, context, { format, scale: SCALE });
    return;
  }
  const { outputFormat, saveSignal } = await import("../files/save.js");
  await saveSignal(table, target, { format: await outputFormat(target, "csv", "csv") });
}
