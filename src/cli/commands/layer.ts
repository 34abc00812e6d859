/** `layer`. */
import type { Command } from "commander";
import { LAYER_DEPTHS } from "../../base/layer.js";
import { MODES } from "../../base/options.js";
import { acting, named, type Register } from "../context.js";
import type { LayerWords } from "../layer.js";
import { choice, threadsOption } from "../options/common.js";
import { parseAxes, parseLayerPadding } from "../options/layer.js";
import { numberParser, wholeParser } from "../options/parse.js";

const NOTES = `
Weights are output channels × channels of a group × kernel (transposed: input
channels × output channels of a group × kernel). The kernel says how many axes
the input has after its batch and channels, which may be left out if there is
one: with weights of three axes an array of three is N×C×L, with four C×H×W.

  xcorr  y[o] = bias + Σ_c Σ_j w[c,j]·x[c, o·stride + j·dilation − begin]
         what frameworks compute, and call convolution
  conv   the same with each kernel flipped: the true convolution

Numbers of several axes are x,y,z: --stride 2,1 is 2 along the rows. Whole
numbers of 8 or 16 bits give exact i32; with the three scales they give bytes:
round((Σ (w−w0)(x−x0))·x-scale·w-scale/y-scale) + y0, half to even.

Examples:
  convxcorr layer plane.npy --weights layer.npz --padding 1 -o maps.npy
  convxcorr layer plane.npy -w layer.npz --padding same-upper --stride 2 --json -o maps.npy
  convxcorr layer plane.npy -w layer.npz:weight --mode conv --explain -o maps.npy
  convxcorr layer maps.npy -w layer.npz:weight --mode conv --transposed -o back.npy`;

export const layer: Register = named("layer", (program, context, answer) => {
  const command = program
    .command("layer")
    .summary("a convolution layer of a neural network, on NPY arrays")
    .description("Compute what a convolution layer makes of an array, as cross-correlation or as true convolution.")
    .argument("<input>", "an NPY or NPZ file, or - for stdin");
  addLayerOptions(command);
  addWholeOptions(command);
  command
    .optionsGroup("Output and reports:")
    .option("-o, --output <file>", "write the output as NPY; - is stdout (default: -)")
    .option("--json", "write the report as JSON to stdout; needs -o FILE")
    .option("--report <file>", "write the report as JSON to a file")
    .option("--explain", "say on stderr what was computed and why")
    .addOption(threadsOption("sample"))
    .addHelpText("after", NOTES)
    .action(
      acting(answer, async (input: string, words: LayerWords) => {
        const { layerFile } = await import("../layer.js");
        return layerFile(input, words, context);
      }),
    );
});

function addLayerOptions(command: Command): void {
  command
    .optionsGroup("Layer:")
    .requiredOption(
      "-w, --weights <file>",
      "NPY, or NPZ with arrays weight and, if there is one, bias; FILE.npz:NAME takes that array alone",
    )
    .option("--bias <file>", "a number for each output channel: NPY, or NPZ as above")
    .addOption(choice("-m, --mode <mode>", MODES, "whether kernels are flipped (default xcorr, as frameworks do)"))
    .option("--stride <n|x,y>", "from output to output (default 1)", parseAxes("--stride", 1))
    .option("--dilation <n|x,y>", "from tap to tap (default 1)", parseAxes("--dilation", 1))
    .option("--groups <n>", "groups of channels that see nothing of each other", wholeParser("--groups", 1, 1e9))
    .option(
      "--padding <p>",
      "valid, same-upper, same-lower, or zeros: n all round, x,y, or begins and ends such as l,t,r,b (default valid)",
      parseLayerPadding,
    )
    .option("--transposed", "the adjoint: as many outputs as the stride for each input")
    .option("--output-padding <n|x,y>", "transposed: so many outputs more", parseAxes("--output-padding", 0))
    .addOption(choice("--depth <type>", LAYER_DEPTHS, "what floats are summed in, or the type of quantised bytes"));
}

function addWholeOptions(command: Command): void {
  command
    .optionsGroup("Whole numbers:")
    .option("--x-zero-point <n>", "what stands for 0 in the input (default 0)", numberParser("--x-zero-point"))
    .option("--w-zero-point <n|file>", "the same in the weights: a number, or an array with one a channel")
    .option("--y-zero-point <n>", "the same in quantised output", numberParser("--y-zero-point"))
    .option("--x-scale <s>", "what 1 in the input is worth", numberParser("--x-scale"))
    .option("--w-scale <s|file>", "the same in the weights: a number, or an array with one a channel")
    .option("--y-scale <s>", "the same in the output", numberParser("--y-scale"));
}
