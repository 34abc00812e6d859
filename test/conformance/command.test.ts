/**
 * The conv and xcorr cases of the public conformance data, through the command: input and kernel as files, the rest in
 * options, the output read back. The folder is named by the variable CONVXCORR_CONFORMANCE.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { command } from "../support/command.js";
import { type Case, folder, readCases } from "../support/conformance.js";
import { differences } from "../support/conformance-call.js";
import { type Call, commandCall } from "../support/conformance-command.js";
import { jsonOf, readBack } from "../support/conformance-files.js";
import { asLaidOut, type Layout, layoutOf } from "../support/conformance-layout.js";
import { freshFolder } from "../support/folder.js";
import { npyOf } from "../support/npy.js";
import { run } from "../support/process.js";
import { LEFT_OUT, LEFT_OUT_OF_THE_COMMAND } from "./left-out.js";

/** Of 1112 cases; the others are listed by the last test. */
const SAID = 1045;
/** Each case with this remainder is also run in a process of its own. */
const PROCESSES = 24;

const { path } = freshFolder();

interface Finished {
  readonly exitCode: number | null;
  readonly message: string;
  readonly stdout: Buffer;
}
type Runner = (argv: readonly string[]) => Promise<Finished>;

const inProcess: Runner = (argv) => command(argv);
const asProcess: Runner = async (argv) => {
  const { code, stdout, stderr } = await run("convxcorr", argv);
  return { exitCode: code, message: stderr, stdout: Buffer.from(stdout) };
};

/** Why a case is not run through the command. */
function reasonToLeave(c: Case): string | undefined {
  const known = LEFT_OUT.get(c.id) ?? LEFT_OUT_OF_THE_COMMAND.get(c.id);
  if (known !== undefined || "error" in c.expected) return known;
  return layoutOf(c) ? undefined : "more than two axes are filtered, and a picture has two";
}

async function problemOf(
  c: Case,
  call: Call,
  layout: Layout,
  runner: Runner,
  extra: readonly string[],
): Promise<string> {
  const { exitCode, message, stdout } = await runner([...call.argv, ...extra]);
  if (exitCode !== 0) return `exit ${exitCode}: ${message}`;
  const bytes = call.output === undefined ? stdout : readFileSync(call.output);
  const { shape, real, imag } = await readBack(bytes, call.ending);
  const { width, height, channels } = layout.expected;
  // Tables of signals have a row a sample, and JSON and CSV have no third axis.
  const one = channels === 1 ? [] : [channels];
  const expected = {
    npy: [...(layout.rank === 1 ? [] : [height]), width, ...one],
    png: [height, width, channels],
    text: layout.rank === 1 ? [width, channels] : [height, width],
  }[call.ending === "npy" || call.ending === "png" ? call.ending : "text"];
  if (shape.join() !== expected.join()) return `shape ${shape.join("×")}, expected ${expected.join("×")}`;
  return differences(asLaidOut(c, layout), real, imag).join();
}

/** What upstream refuses is asked for in its own words, and must be refused. */
async function problemOfError(c: Case, turn: number, runner: Runner): Promise<string> {
  // A number alone in a JSON file is a row of one tap; an NPY file can say that it has no axes.
  const ending = c.kernel.shape.length === 0 ? "npy" : "json";
  const [input, kernel, output] = [path(`${turn}.npy`), path(`${turn}-kernel.${ending}`), path(`${turn}-out.npy`)];
  writeFileSync(input, npyOf(c.input));
  writeFileSync(kernel, ending === "npy" ? npyOf(c.kernel) : jsonOf(c.kernel));
  const { mode, method } = c.params;
  const words = ["--size", mode, ...(method === undefined ? [] : ["--method", method])] as string[];
  const { exitCode, message } = await runner([c.op, ...words, "--kernel", kernel, input, "-o", output]);
  return exitCode === 2 || exitCode === 3 ? "" : `exit ${exitCode} where a refusal was expected: ${message}`;
}

describe.skipIf(folder === undefined)("public conformance data through the command", async () => {
  const cases = folder === undefined ? [] : await readCases(["conv", "xcorr"]);
  const said = cases.filter((c) => reasonToLeave(c) === undefined);

  async function runAll(chosen: readonly Case[], runner: Runner, method: (turn: number) => readonly string[]) {
    const [failed, ways] = [[] as string[], new Map<string, number>()];
    for (const c of chosen) {
      const turn = said.indexOf(c);
      let problem: string;
      if ("error" in c.expected) problem = await problemOfError(c, turn, runner);
      else {
        const layout = layoutOf(c)!;
        const call = await commandCall(c, layout, turn, path);
        problem = await problemOf(c, call, layout, runner, method(turn));
        if (problem !== "") problem += `: ${call.argv.join(" ")}`;
        for (const way of [`${call.input} → ${call.ending}`, `kernel ${call.kernel}`])
          ways.set(way, (ways.get(way) ?? 0) + 1);
      }
      if (problem !== "") failed.push(`${c.id}: ${problem}`);
    }
    return { failed, ways };
  }

  test("every case that the options can say passes", async () => {
    const { failed, ways } = await runAll(said, inProcess, () => []);
    expect(failed).toEqual([]);
    expect(said.length).toBe(SAID);
    const by = [...ways].map(([way, n]) => `${n} ${way}`).sort();
    console.log(`conformance, command: ${said.length} of ${cases.length} conv and xcorr cases (${by.join(", ")})`);
  }, 120_000);

  test("and passes by both methods when they are asked for", async () => {
    const { failed } = await runAll(said, inProcess, (turn) => ["--method", turn % 2 === 0 ? "fft" : "direct"]);
    expect(failed).toEqual([]);
  }, 120_000);

  test("a share of them passes in processes of their own", async () => {
    const share = said.filter((_, i) => i % PROCESSES === 0);
    const halves = [0, 1].map((half) => share.filter((_, i) => i % 2 === half));
    const ran = await Promise.all(halves.map((half) => runAll(half, asProcess, () => [])));
    expect(ran.flatMap(({ failed }) => failed)).toEqual([]);
    expect(share.length).toBeGreaterThanOrEqual(40);
    console.log(`conformance, command: ${share.length} cases in processes of their own`);
  }, 120_000);

  test("the cases left out are listed with their reasons", () => {
    const left = cases.filter((c) => reasonToLeave(c) !== undefined);
    expect(left.length).toBe(cases.length - SAID);
    for (const c of left) console.log(`left out of the command: ${c.id}: ${reasonToLeave(c) ?? ""}`);
  });
});
