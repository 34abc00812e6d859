/** One call of `match` from the command line: load, match, write, report. */
import { type ElementType, isInteger } from "../base/element.js";
import { usageError } from "../base/errors.js";
import { given } from "../base/given.js";
import type { MatchOptions } from "../base/match.js";
import type { Signal } from "../base/signal.js";
import { outputIdentity } from "../files/identity.js";
import { type Loaded, loadSignal } from "../files/load.js";
import { inputName } from "../files/read.js";
import { outputFormat, requireRoom, saveSignal } from "../files/save.js";
import { requireWritable } from "../files/writable.js";
import type { Format } from "../formats/format.js";
import { annotated } from "../tasks/match/annotate.js";
import { type Matched, matchAsync } from "../tasks/match/match.js";
import { settled } from "../tasks/match/options.js";
import { scorePicture } from "../tasks/match/score-picture.js";
import type { Answer, Context } from "./context.js";
import type { FigureFormat } from "./figure.js";
import { explainMatch, matchLines, noMatch } from "./match-text.js";
import { refuseUnused } from "./options/unused.js";
import { poolOf } from "./pools.js";
import { jsonSafe } from "./report.js";
import { chooseRoutines, saveReport } from "./steps.js";
import { packageVersion } from "./version.js";

export interface MatchWords extends Omit<MatchOptions, "ignoreAlpha"> {
  readonly mask?: string;
  /** False after `--no-alpha`. */
  readonly alpha: boolean;
  readonly annotate?: string;
  readonly map?: string;
  readonly plot?: string;
  readonly json?: boolean;
  readonly report?: string;
  readonly explain?: boolean;
  readonly threads?: number;
  readonly axes?: string;
  readonly inputFormat?: string;
  readonly limitPixels?: number;
}

/** @throws UserError of every kind; the answer is no where nothing matches */
export async function matchFiles(
  image: string,
  template: string,
  words: MatchWords,
  context: Context,
): Promise<Answer> {
  const options = optionsOf(words);
  settled(options);
  const outputs = await checkOutputs([image, template, words.mask], words);
  const loaded: Loaded[] = [];
  for (const path of [image, template, ...(words.mask === undefined ? [] : [words.mask])]) {
    loaded.push(await loadPlane(path, words, context));
  }
  refuseUnused(words, ...loaded.map(({ signal, format }) => ({ signal, from: format, to: format })));
  for (const { note } of loaded) if (note !== undefined) context.talk.note(note);
  const [picture, patch] = loaded.map(({ signal }) => signal);
  const mask = loaded.at(2)?.signal;
  if (outputs.annotate) requireRoom(outputs.annotate.format, annotated(picture, []), outputs.annotate.target);

  const found = await compute(picture, patch, options, mask, words, context);
  const { report } = found;
  if (outputs.annotate) await save(annotated(picture, report.matches), outputs.annotate);
  if (outputs.map) await save(storable(found, outputs.map.format), outputs.map);
  if (words.plot !== undefined && outputs.plot) await savePlot(picture, found, words.plot, outputs.plot, context);

  const plain = jsonSafe({ ...report, program: { name: "convxcorr", version: packageVersion() } });
  await saveReport(plain, words, context);
  context.report?.(plain);
  // The jobs of a batch have no stdout; their answers hold the report.
  if (words.json !== true && !context.claim) await context.stdout.write([new TextEncoder().encode(matchLines(report))]);
  if (words.explain === true) context.talk.say(explainMatch(report));
  for (const note of [...(picture.about.notes ?? []), ...report.notes]) context.talk.note(`${note}.`);
  if (report.matches.length > 0) return 0;
  context.talk.error(noMatch(report));
  return 1;
}

function optionsOf(words: MatchWords): MatchOptions {
  const { method, top, minScore, maxScore, overlap, subpixel, luminance, algorithm, alpha } = words;
  return {
    ...given({ method, top, minScore, maxScore, overlap, subpixel, luminance, algorithm }),
    ...(alpha ? {} : { ignoreAlpha: true }),
  };
}

interface Target {
  readonly target: string;
  readonly format: Format;
}

/** What an output can be written as. */
const FITS = {
  annotate: (format: Format): boolean => canHold(format, "u8", 3),
  map: (format: Format): boolean => format.holds.some((type) => canHold(format, type, 1)),
};

const canHold = (format: Format, type: ElementType, channels: number): boolean =>
  format.cannotHold?.({ type, channels, width: 1, height: 1, rank: 2 }) === undefined;

/** Stdin is read once, stdout carries the matches, outputs are different files, and each can be written. */
async function checkOutputs(
  inputs: readonly (string | undefined)[],
  words: MatchWords,
): Promise<{ annotate?: Target; map?: Target; plot?: FigureFormat }> {
  if (inputs.filter((path) => path === "-").length > 1) {
    throw usageError("-", "stdin is asked for twice, and it can be read once only", "Give files for the others");
  }
  const seen = new Map<string, string>();
  const targets: { annotate?: Target; map?: Target; plot?: FigureFormat } = {};
  for (const name of ["annotate", "map", "report"] as const) {
    const target = words[name];
    if (target === undefined) continue;
    const option = `--${name}`;
    if (target === "") throw usageError(option, "the path is empty", "Name a file");
    const identity = await outputIdentity(target);
    if (identity && "stdout" in identity) {
      if (name !== "report" || words.json !== true)
        throw usageError(option, "stdout carries the matches", name === "report" ? "Use --json" : "Name a file");
    } else if (identity) {
      const other = seen.get(identity.path);
      if (other !== undefined) throw usageError(option, `is the same file as ${other}`, "Give it another name");
      seen.set(identity.path, option);
    }
    await requireWritable(target);
    if (name === "report") continue;
    targets[name] = { target, format: await outputFormat(target, "png", undefined, FITS[name]) };
  }
  if (words.plot !== undefined) {
    const { annotate, map, report, plot } = words;
    const { checkPlot } = await import("./figure.js");
    const others = { "--annotate": annotate, "--map": map, "--report": report };
    targets.plot = await checkPlot(plot, Object.entries(others));
  }
  return targets;
}

const loadPlane = (path: string, words: MatchWords, context: Context) =>
  loadSignal(path, {
    share: true,
    // Rows of numbers are planes here: nothing else can be matched.
    table: { matrix: true },
    stdin: context.stdin,
    ...(words.axes === undefined ? {} : { axes: words.axes }),
    ...(words.inputFormat === undefined ? {} : { format: words.inputFormat }),
    ...(words.limitPixels === undefined ? {} : { limitPixels: words.limitPixels }),
  });

async function compute(
  picture: Signal,
  template: Signal,
  options: MatchOptions,
  mask: Signal | undefined,
  words: MatchWords,
  context: Context,
): Promise<Matched> {
  chooseRoutines(context);
  const found = await matchAsync(picture, template, options, {
    pool: poolOf(words.threads),
    ...(mask ? { mask } : {}),
    progress: (share) => {
      context.progress.report(share, `matching ${inputName(picture.about.source)}`);
    },
    signal: context.signal,
  });
  context.progress.clear();
  return found;
}

async function savePlot(
  picture: Signal,
  found: Matched,
  target: string,
  format: FigureFormat,
  context: Context,
): Promise<void> {
  const { matchFigure } = await import("./plot-match.js");
  const { saveFigure } = await import("./figure.js");
  await saveFigure(matchFigure(picture, found), target, context, { format });
}

const save = (signal: Signal, { target, format }: Target): Promise<void> => saveSignal(signal, target, { format });

/** Scores as the format can hold them: f64, else f32, else bytes. */
function storable({ map, report }: Matched, format: Format): Signal {
  const types = format.holds.filter((type) => format.cannotHold?.({ ...map, type }) === undefined);
  if (types.includes("f64")) return map;
  if (types.includes("f32")) return { ...map, data: Float32Array.from(map.data), type: "f32" };
  return types.some(isInteger) ? scorePicture(map, report.method) : map;
}
