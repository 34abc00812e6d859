/** `kernel show`: what a kernel is, for people and as JSON, and the kernel as a file. */
import { usageError } from "../base/errors.js";
import { flipped, type Kernel, kernelShapeText } from "../base/kernel.js";
import type { KernelNorm, Mode } from "../base/options.js";
import { quoted } from "../base/text.js";
import { loadKernel } from "../files/kernel.js";
import { kernelSuffix, saveKernel } from "../files/save-kernel.js";
import { normalizeKernel } from "../kernels/algebra.js";
import { describeKernel, type KernelDescription } from "../kernels/describe.js";
import { kernelText } from "../kernels/describe-text.js";
import type { Answer, Context } from "./context.js";
import { jsonText } from "./json-text.js";
import { packageVersion } from "./version.js";

export interface ShowWords {
  readonly kernel?: readonly string[];
  readonly rank?: "1" | "2";
  readonly matrix?: boolean;
  readonly normalizeKernel?: KernelNorm;
  readonly flip?: boolean;
  readonly exact?: boolean;
  readonly json?: boolean;
  readonly output?: string;
}

/** As `src/schemas/kernel-show.schema.json` says. */
export interface ShowReport {
  readonly schema: 1;
  readonly program: { readonly name: "convxcorr"; readonly version: string };
  readonly kernels: readonly (KernelDescription & { readonly changes: readonly string[] })[];
}

/** Most taps that are listed: for people, and in JSON. */
const MOST = { text: 10_000, json: 1_000_000 } as const;

export async function kernelShow(given: readonly string[], words: ShowWords, context: Context): Promise<Answer> {
  const texts = [...given, ...(words.kernel ?? [])];
  if (texts.length === 0) {
    throw usageError("KERNEL", "is missing", "Give taps such as 1,2,1, a name such as gaussian:sigma=2, or a file");
  }
  const { output } = words;
  if (output !== undefined) await checkOutput(output, texts.length, words);
  const kernels: Kernel[] = [];
  for (const text of texts) kernels.push(changed(await load(text, words, context), words));

  const changes = changesOf(words);
  const report: ShowReport = {
    schema: 1,
    program: { name: "convxcorr", version: packageVersion() },
    kernels: kernels.map((k) => ({ ...describeKernel(k, MOST.json), changes })),
  };
  if (output !== undefined) {
    const note = await saveKernel(kernels[0], output, context.stdout);
    if (note !== undefined) context.talk.note(note);
  }
  const text =
    words.json === true
      ? jsonText(report)
      : output === undefined
        ? kernels
            .map((k) => kernelText(describeKernel(k, MOST.text), { changes, exact: words.exact === true }))
            .join("\n\n")
        : "";
  if (text !== "") await context.stdout.write([new TextEncoder().encode(text)]);
  context.report?.(report);
  return 0;
}

/** Everything that can be wrong with `-o` before any kernel is read. */
async function checkOutput(output: string, kernels: number, words: ShowWords): Promise<void> {
  await kernelSuffix(output);
  if (kernels > 1)
    throw usageError("--output", `one file holds one kernel, and ${kernels} are given`, "Give one kernel");
  if (output === "-" && words.json === true) {
    throw usageError("--json", "stdout carries the kernel", "Give -o FILE for the kernel, or leave --json out");
  }
}

/** The kernel as it lies on data of the rank that is asked for. */
async function load(text: string, words: ShowWords, context: Context): Promise<Kernel> {
  const rank = words.matrix === true ? 2 : words.rank === undefined ? undefined : words.rank === "1" ? 1 : 2;
  const kernel = await loadKernel(text, { rank: rank ?? 2, stdin: context.stdin });
  if (rank === undefined || rank === 2) return rank === undefined ? kernel : { ...kernel, rank };
  if (kernel.height === 1) return { ...kernel, rank };
  if (kernel.width === 1) return alongX(kernel);
  throw usageError(
    "--rank",
    `${quoted(text)} has ${kernelShapeText(kernel)}, which cannot run along a signal`,
    "Leave --rank 1 out",
  );
}

/** A column as the list that runs along the samples of a signal. */
const alongX = (k: Kernel): Kernel => ({
  ...k,
  width: k.height,
  height: 1,
  rank: 1,
  ...(k.anchor ? { anchor: [k.anchor[1], k.anchor[0]] as const } : {}),
});

function changed(kernel: Kernel, words: ShowWords): Kernel {
  const normalized = normalizeKernel(kernel, words.normalizeKernel ?? "none");
  return words.flip === true ? turned(normalized) : normalized;
}

/**
 * The kernel turned by 180° with its anchor, so that xcorr with it is conv with the kernel before, and the reverse. (For
 * complex taps only up to the conjugation in xcorr, so there it is meant for no mode.)
 */
function turned(kernel: Kernel): Kernel {
  const { mode, ...rest } = flipped(kernel);
  const other: Mode | undefined = kernel.imag || mode === undefined ? undefined : mode === "conv" ? "xcorr" : "conv";
  const { anchor, width, height } = kernel;
  return {
    ...rest,
    ...(other ? { mode: other } : {}),
    ...(anchor ? { anchor: [width - 1 - anchor[0], height - 1 - anchor[1]] as const } : {}),
  };
}

function changesOf({ normalizeKernel: norm, flip }: ShowWords): string[] {
  return [
    ...(norm === undefined || norm === "none" ? [] : [`normalized by ${norm}`]),
    ...(flip === true ? ["flipped"] : []),
  ];
}
