/** `find`: reads signals as they come and tells where a template stands in them. */
import { inputError, UserError, usageError } from "../base/errors.js";
import type { Signal } from "../base/signal.js";
import { count } from "../base/text.js";
import { inputName } from "../files/read.js";
import { openRows, type RowStream } from "../files/rows.js";
import { loadTemplate } from "../files/template.js";
import type { Figure } from "../plot/figure.js";
import { templatesOf } from "../tasks/find/find.js";
import { Finder, type Occurrence } from "../tasks/find/finder.js";
import { History } from "../tasks/find/history.js";
import type { Answer, Context } from "./context.js";
import { refuseTwoStdins, refuseUnheard } from "./find-inputs.js";
import { type Around, aroundOf, type FindWords, findOptions } from "./find-options.js";
import { type FindOutput, findOutput } from "./find-output.js";
import { endJson, foundJson, foundRow, foundText, type Telling, type Told } from "./find-text.js";
import { tableOptions } from "./options/files.js";
import type { FindPlot, FindTrace } from "./plot-find.js";

/** Rows that tell the form of a table. A template longer than that waits for more anyway. */
const FIRST_ROWS = 100;

export async function findAll(inputs: readonly string[], words: FindWords, context: Context): Promise<Answer> {
  if (words.template === undefined) throw usageError("--template", "is missing", "Write --template <t>");
  const paths = inputs.length === 0 ? ["-"] : inputs;
  refuseTwoStdins(paths, words.template);
  const figure = words.plot === undefined ? undefined : await beginPlot(words.plot, words.output);
  const template = await loadTemplate(words.template, {
    stdin: context.stdin,
    ...(words.templateColumn ? { columns: words.templateColumn } : {}),
    ...(words.timeColumn === undefined ? {} : { timeColumn: words.timeColumn }),
    ...(words.rate === undefined ? {} : { rate: words.rate }),
  });
  const search: Search = {
    words,
    context,
    template,
    templates: templatesOf(template),
    around: aroundOf(words),
    named: paths.length > 1,
    ...(template.about.sampleRate === undefined ? {} : { rate: template.about.sampleRate }),
    ...(figure ? { plot: figure.plot } : {}),
    output: await findOutput(words, context),
  };
  const { found, failures } = await findInAll(paths, search);
  if (figure) {
    const note = figure.plot.leftOut;
    if (note !== undefined) context.talk.note(note);
    await figure.save(figure.plot.figure(words.template, found, words), context);
  }
  if (failures.length > 0)
    throw inputError(
      "INPUT",
      `${failures.length} of ${count(paths.length, "input")} could not be searched to the end`,
      "See above",
    );
  return found > 0 ? 0 : 1;
}

/** Searches the inputs in their turn. What is found is written when the last of them has ended, or as it is found. */
async function findInAll(
  paths: readonly string[],
  search: Search,
): Promise<{ readonly found: number; readonly failures: readonly UserError[] }> {
  const { context, output, words } = search;
  let found = 0;
  const failures: UserError[] = [];
  try {
    for (const path of paths) {
      try {
        found += await findIn(path, search);
      } catch (error) {
        // As grep does: what is wrong with one input keeps none of the others waiting.
        if (!(error instanceof UserError) || error.fault !== "input" || paths.length === 1) throw error;
        failures.push(error);
        context.talk.error(error.message);
      }
      if (context.stdout.readerGone === true || (words.quiet === true && found > 0)) break;
    }
  } catch (error) {
    await output.abandon();
    throw error;
  }
  await output.end();
  return { found, failures };
}

/** Before the work: the figure can be written. */
async function beginPlot(
  target: string,
  output: string | undefined,
): Promise<{ readonly plot: FindPlot; readonly save: (figure: Figure, context: Context) => Promise<void> }> {
  const { checkPlot, saveFigure } = await import("./figure.js");
  const format = await checkPlot(target, [["--output", output]]);
  const { FindPlot } = await import("./plot-find.js");
  return { plot: new FindPlot(), save: (figure, context) => saveFigure(figure, target, context, { format }) };
}

interface Search {
  readonly words: FindWords;
  readonly context: Context;
  readonly template: Signal;
  readonly templates: readonly Float64Array[];
  readonly around: Around | undefined;
  /** Whether lines begin with the name of their input. */
  readonly named: boolean;
  /** Samples per second of the template. */
  readonly rate?: number;
  /** Collects what is to be drawn. */
  readonly plot?: FindPlot;
  readonly output: FindOutput;
}

/** Searches one input; returns how often the template was found. */
async function findIn(path: string, search: Search): Promise<number> {
  const { words, context, templates } = search;
  const stream = await openRows(path, {
    stdin: context.stdin,
    table: tableOptions(words),
    firstRows: Math.min(FIRST_ROWS, templates[0].length),
    ...(words.inputFormat === undefined ? {} : { format: words.inputFormat }),
    ...(words.axes === undefined ? {} : { axes: words.axes }),
  });
  const { head, note } = stream;
  if (!search.named) refuseUnheard(words, stream.format, search.template);
  for (const text of [...(note === undefined ? [] : [note]), ...(head.notes ?? [])]) context.talk.note(text);
  if (search.rate !== undefined && head.sampleRate !== undefined && search.rate !== head.sampleRate)
    throw inputError(
      inputName(path),
      `it is sampled at ${head.sampleRate} Hz, the template at ${search.rate} Hz`,
      "Resample one of them first",
    );
  const trace = search.plot?.begin(inputName(path), head, templates[0].length);
  const watch =
    trace &&
    ((channel: number, at: number, score: number) => {
      trace.score(channel, at, score);
    });
  const finder = new Finder(head.channels, templates, findOptions(words, inputName(path), head.sampleRate), watch);
  const teller = new Teller(
    { file: inputName(path), named: search.named, head, length: finder.length },
    search,
    finder,
    trace,
  );
  try {
    const found = await run(stream, finder, teller, trace);
    const { samples, length } = finder;
    // What was read to its end holds not one window: that is no answer about what is in it.
    if (found === 0 && samples < length && context.stdout.readerGone !== true)
      context.talk.note(
        `${inputName(path)} has ${count(samples, "sample")}, and the template ${length}: it fits nowhere`,
      );
    return found;
  } finally {
    finder.close();
  }
}

async function run(stream: RowStream, finder: Finder, teller: Teller, trace?: FindTrace): Promise<number> {
  let complete = true;
  for await (const block of stream.blocks) {
    const { samples, times } = block;
    teller.history.push(samples, times);
    trace?.push(block);
    const found = samples.length === 0 ? finder.flush() : finder.push(samples);
    if (await teller.tell(found, false)) {
      complete = false;
      break;
    }
  }
  if (complete) complete = !(await teller.tell(finder.end(), true));
  return teller.end(complete);
}

/** Tells occurrences in their order, each when the rows that belong to it are there. */
class Teller {
  readonly history: History;
  private readonly waiting: Occurrence[] = [];
  private found = 0;

  constructor(
    private readonly telling: Telling,
    private readonly search: Search,
    private readonly finder: Finder,
    private readonly trace?: FindTrace,
  ) {
    const { head } = telling;
    this.history = new History(head.channels, search.around !== undefined, search.words.timeColumn !== undefined);
  }

  /** @param last no row follows @returns whether that is all that was asked for */
  async tell(occurrences: readonly Occurrence[], last: boolean): Promise<boolean> {
    const { around, words, context } = this.search;
    const { maxCount = Infinity } = words;
    const { waiting, history } = this;
    waiting.push(...occurrences);
    const needed = around ? this.telling.length + around.after : 0;
    let text = "";
    while (waiting.length > 0 && (last || waiting[0].sample + needed <= history.end)) {
      const occurrence = waiting.shift()!;
      text += this.textOf(occurrence);
      this.trace?.found(occurrence);
      this.found++;
      if (this.found >= maxCount || words.quiet === true) {
        if (this.trace) this.trace.end = occurrence.sample + this.telling.length;
        break;
      }
    }
    if (text !== "") await this.write(text);
    const first = waiting.length > 0 ? waiting[0].sample : this.finder.settledBefore;
    history.forget(first - (around?.before ?? 0));
    return this.found >= maxCount || (words.quiet === true && this.found > 0) || context.stdout.readerGone === true;
  }

  private textOf(occurrence: Occurrence): string {
    const { words, around, output } = this.search;
    if (words.quiet === true || words.count === true) return "";
    const { head, length } = this.telling;
    const { sample } = occurrence;
    const time = this.history.time(sample) ?? (head.sampleRate === undefined ? undefined : sample / head.sampleRate);
    const told: Told = {
      occurrence,
      ...(time === undefined ? {} : { time }),
      ...(around ? { around: this.history.rows(sample - around.before, sample + length + around.after) } : {}),
    };
    if (typeof output.form === "object") return foundRow(told, this.telling, output.form.delimiter);
    if (output.form === "json") return `${JSON.stringify(foundJson(told, this.telling))}\n`;
    return `${around && this.found > 0 ? "--\n" : ""}${foundText(told, this.telling)}`;
  }

  /** The count, or the last line of JSON. */
  async end(complete: boolean): Promise<number> {
    const { words, output } = this.search;
    const { found, telling } = this;
    if (words.quiet !== true && output.form === "json") {
      // How far an input was read that was not read to its end depends on how it came.
      const counts = complete ? { samples: this.finder.samples, ...this.finder.counts } : {};
      const ending = { found, complete, ...counts };
      await this.write(`${JSON.stringify(endJson(ending, telling))}\n`);
    } else if (words.quiet !== true && words.count === true)
      await this.write(`${telling.named ? `${telling.file}:` : ""}${found}\n`);
    return found;
  }

  private write(text: string): Promise<void> {
    return this.search.output.write(text);
  }
}
