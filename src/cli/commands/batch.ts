/** `batch`. */
import type { BatchWords } from "../batch.js";
import { acting, named, type Register } from "../context.js";

const NOTES = `
A job is a line of JSON:
  {"id": 1, "args": ["apply", "-k", "box:5", "in.png", "-o", "out.png"]}
The id is any string or number; args is a command line. Blank lines are skipped.
Jobs run in order, each as soon as its line has come, and each is answered at
once by a line of JSON on stdout:
  id            the job's; null where its line has none
  exitCode      as the command alone would have it
  message       what is wrong, where something is
  report        what was done, as --json of the command prints it
  milliseconds  how long it took
A job that fails, or a line that is no job (exitCode 2), does not stop the
others; the exit code is then 1. Jobs have no stdin and write no data to stdout:
they need -o FILE. A job that would replace a file of an earlier job is refused,
unless --overwrite is given.

Examples:
  echo '{"id": 1, "args": ["conv", "-k", "1,2,1", "steps.csv", "-o", "s.csv"]}' \\
    | convxcorr batch --jobs -
  printf '{"id":%d,"args":["conv","-k","box:%d","logo.png","-o","b%d.png"]}\\n' \\
    3 3 3 5 5 5 > jobs.jsonl
  convxcorr batch --jobs jobs.jsonl > answers.jsonl`;

export const batch: Register = named("batch", (program, context, answer, run) => {
  program
    .command("batch")
    .summary("run many command lines in one process, from JSON Lines")
    .description("Run many command lines in one process: one JSON object a line in, one answer a line out.")
    .option("--jobs <file>", "the jobs, one a line; - is stdin")
    .option("--overwrite", "let a job replace a file that an earlier job of this batch wrote")
    .addHelpText("after", NOTES)
    .action(
      acting(answer, async (words: BatchWords) => {
        const { runJobs } = await import("../batch.js");
        return runJobs(words, context, run);
      }),
    );
});
