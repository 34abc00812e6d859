/** Which files the jobs of a batch have written, so that none is lost to a later one. */
import { usageError } from "../base/errors.js";
import { outputIdentity } from "../files/identity.js";

/** A place that a run writes to, and the option that says so. */
export interface Output {
  readonly option: string;
  /** As written; `-` is stdout. */
  readonly target: string;
}

export class Outputs {
  /** The place of the job that wrote a file, by the file. */
  readonly #written = new Map<string, string>();
  /** What the job that runs now will write. */
  #claimed: string[] = [];

  /** @param overwrite files of earlier jobs may be replaced */
  constructor(readonly overwrite: boolean) {}

  /**
   * Before the job begins its work.
   * @throws usageError where it would write to stdout, the same file twice, or a file of an earlier job
   */
  async claim(outputs: readonly Output[]): Promise<void> {
    this.#claimed = [];
    for (const { option, target } of outputs) {
      const file = await outputIdentity(target);
      if (file === undefined) continue;
      if ("stdout" in file) throw toStdout(option);
      if (this.#claimed.includes(file.path)) {
        throw usageError(target, `the job writes it twice, the second time by ${option}`, "Give another name");
      }
      const writer = this.overwrite ? undefined : this.#written.get(file.path);
      if (writer !== undefined) {
        const remedy = "Give another name, or let the batch --overwrite its own files";
        throw usageError(target, `the job at ${writer} of this batch has written it`, remedy);
      }
      this.#claimed.push(file.path);
    }
  }

  /** After the job at `place`. One that failed keeps no claim: it may be tried again. */
  settle(place: string, done: boolean): void {
    if (done) for (const file of this.#claimed) this.#written.set(file, place);
    this.#claimed = [];
  }
}

function toStdout(option: string): Error {
  const found = "stdout cannot be written: it carries the answers of the batch";
  if (option === "--output") return usageError(option, found, "Write to a file with -o FILE");
  return usageError(option, found, "Leave it out: the answer has the report");
}
