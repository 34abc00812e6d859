/** `delay`. */
import { usageError } from "../../base/errors.js";
import { POLARITIES } from "../../base/options.js";
import { count } from "../../base/text.js";
import { DELAY_METHODS, DELAY_NANS, DETRENDS } from "../../tasks/delay/options.js";
import { acting, named, type Register } from "../context.js";
import type { DelayWords } from "../delay.js";
import { choice } from "../options/common.js";
import { addColumnOptions } from "../options/files.js";
import { numberParser, spanParser } from "../options/parse.js";

const NOTES = `
Positive means that B is later than A: what happens in A at sample n happens in
B at sample n + delay. The signals may differ in length: a fragment is found in
a recording. One file with two columns or channels is compared with itself, the
first being A; of more, all pairs are compared.

The answer is "ambiguous", and the exit code 1, where it cannot be trusted: a
second peak is nearly as high (a periodic signal), independent noise may give
such a peak, the scores still rise at the end of --max-lag, a signal does not
vary, or too few samples meet.

Examples:
  convxcorr delay chirp.wav hall.wav
  convxcorr delay rumble.csv --columns 2,3 --time-column time_s --max-lag 50ms
  convxcorr delay rumble.csv --time-column time_s --detrend linear --json
  convxcorr delay chirp.wav hall.wav --method phat --curve curve.csv`;

const frequencies = (text: string): readonly [number, number] => {
  const parts = text.split(",").map(numberParser("--band"));
  if (parts.length !== 2)
    throw usageError("--band", `it has ${count(parts.length, "number")}`, "Give two frequencies: from,to");
  return [parts[0], parts[1]];
};

export const delay: Register = named("delay", (program, context, answer) => {
  const command = program
    .command("delay")
    .summary("by how much one signal is later than another")
    .description("Say by how much signal B is later than signal A, to a fraction of a sample, and how sure that is.")
    .argument("<a>", "a file, or - for stdin")
    .argument("[b]", "another one; without it, the columns or channels of A are compared");
  command
    .optionsGroup("Search:")
    .addOption(
      choice(
        "--method <method>",
        DELAY_METHODS,
        "normalised correlation, or the phase transform, which rooms with echoes need (default cc)",
      ),
    )
    .option(
      "--max-lag <n|s>",
      "only the lags -n to n: samples, or a time such as 0.5s or 20ms (default: all)",
      spanParser("--max-lag", 0),
    )
    .addOption(choice("--detrend <what>", DETRENDS, "what is taken off each signal first (default mean)"))
    .option("--band <from,to>", "only these frequencies count: Hz, or cycles per sample without a rate", frequencies)
    .addOption(choice("--polarity <p>", POLARITIES, "peaks that count; negative is upside down (default either)"))
    .addOption(choice("--nan <policy>", DELAY_NANS, "end at missing samples, or fill them linearly (default error)"))
    .option(
      "--max-second <share>",
      "ambiguous where a second peak has more of the height of the first (default 0.95)",
      numberParser("--max-second"),
    );
  addColumnOptions(command, "columns of tables by name or number, channels of others by number: one a signal")
    .option(
      "--max-jitter <share>",
      "greatest deviation of a time step from the usual one (default 0.001)",
      numberParser("--max-jitter"),
    )
    .option("--axes <order>", "order of the axes of an NPY array: xc is samples × channels")
    .option("--input-format <f>", "read the inputs as this format (default: found out)")
    .optionsGroup("Reports:")
    .option("--curve <file>", "write the score of each lag as CSV, TSV or JSON; - is stdout")
    .option("--plot <file>", "draw the signals, moved by the delay, and the scores, as .svg or .png")
    .option("--json", "the answer as JSON")
    .addHelpText("after", NOTES)
    .action(
      acting(answer, async (a: string, b: string | undefined, words: DelayWords) => {
        const { delayCommand } = await import("../delay.js");
        return delayCommand(b === undefined ? [a] : [a, b], words, context);
      }),
    );
});
