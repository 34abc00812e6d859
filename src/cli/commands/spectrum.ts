/** `spectrum`. */
import { MODES } from "../../base/options.js";
import { AVERAGES, PHASES, PLAIN_SCALINGS, SPECTRUM_DETRENDS, WELCH_SCALINGS } from "../../tasks/spectrum/options.js";
import { WINDOWS } from "../../tasks/spectrum/windows.js";
import { acting, named, type Register } from "../context.js";
import { axesOption, choice } from "../options/common.js";
import { addColumnOptions } from "../options/files.js";
import { numberParser, spanParser, wholeParser } from "../options/parse.js";
import { parseOverlap } from "../options/spectrum.js";
import type { SpectrumWords } from "../spectrum.js";

const NOTES = `
One signal: its amplitude and phase, from X[k] = sum of x[n] exp(-2 pi i kn/N).
Two, as two files or as two columns or channels: also the cross spectrum
conj(A) B, whose phase is that of B against A (scipy.signal.csd is the same).
With --welch, averages over segments: power, cross power and coherence, as
scipy.signal.welch, csd and coherence have them.

With --kernel, what a filter does to each frequency. The response of xcorr is
the conjugate of that of conv. From the first tap on it equals
scipy.signal.freqz; --phase anchor is what filtered samples have.

Examples:
  convxcorr spectrum tone.wav --scaling amplitude --db --plot tone.svg
  convxcorr spectrum rumble.csv --columns north,east --time-column time_s --welch
  convxcorr spectrum --kernel savgol:21,2 --db --plot response.svg
  convxcorr spectrum --kernel gaussian:sigma=2 --rank 2 -o response.npy`;

export const spectrum: Register = named("spectrum", (program, context, answer) => {
  const command = program
    .command("spectrum")
    .summary("amplitude and phase of signals and kernels, power and coherence")
    .description("Write the spectrum of a signal, the cross spectrum of two, or the frequency response of a kernel.")
    .argument("[a]", "a file, or - for stdin")
    .argument("[b]", "another one; without it, A may have two columns or channels");
  command
    .optionsGroup("Spectra:")
    .option("--welch", "average segments: power, cross power and coherence")
    .addOption(choice("--window <name>", WINDOWS, "weights of the samples (default boxcar, hann with --welch)"))
    .addOption(
      choice("--detrend <what>", SPECTRUM_DETRENDS, "what is taken off first (default none, constant with --welch)"),
    )
    .addOption(
      choice(
        "--scaling <s>",
        [...PLAIN_SCALINGS, ...WELCH_SCALINGS],
        "the sum as it is or amplitudes; with --welch power per frequency or power (default dft, density)",
      ),
    )
    .option(
      "--segment <n|s>",
      "length of a segment: samples, or a time such as 0.5s (default 256)",
      spanParser("--segment", 1),
    )
    .option("--overlap <n|%>", "how much of it the next one shares: samples, or 75% (default 50%)", parseOverlap)
    .addOption(choice("--average <a>", AVERAGES, "how segments are averaged (default mean)"))
    .option("--db", "amplitudes and powers in decibels")
    .optionsGroup("Kernels:")
    .option("-k, --kernel <k>", "the response of this kernel: taps, a name, or a file")
    .addOption(choice("-m, --mode <mode>", MODES, "how the kernel is applied (default conv)"))
    .addOption(choice("--phase <from>", PHASES, "phases count from the first tap or from the anchor (default tap)"))
    .addOption(choice("--rank <r>", ["1", "2"], "named kernels in their form for signals or pictures (default 1)"))
    .option(
      "--points <n>",
      "frequencies along an axis (default 512, 64 for matrices)",
      wholeParser("--points", 1, 1 << 20),
    )
    .optionsGroup("Output:")
    .option("-o, --output <file>", "where the table goes (default: stdout, as CSV)")
    .option("--output-format <f>", "write the table as this format (default: by its name)")
    .option("--plot <file>", "draw amplitudes and phases, as .svg or .png")
    .option("--json", "the answer as JSON");
  addColumnOptions(command, "columns of tables by name or number, channels of others by number")
    .option(
      "--max-jitter <share>",
      "greatest deviation of a time step from the usual one (default 0.001)",
      numberParser("--max-jitter"),
    )
    .addOption(axesOption())
    .option("--input-format <f>", "read the inputs as this format (default: found out)")
    .addHelpText("after", NOTES)
    .action(
      acting(answer, async (a: string | undefined, b: string | undefined, words: SpectrumWords) => {
        const { spectrumCommand } = await import("../spectrum.js");
        return spectrumCommand(
          [a, b].filter((path) => path !== undefined),
          words,
          context,
        );
      }),
    );
});
