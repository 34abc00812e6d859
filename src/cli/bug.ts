/** What is said about an exception that nobody foresaw: it is our fault, so it says how to report it. */
import { printable } from "../base/text.js";

/** One line; with `stack` the stack follows. */
export function bugText(error: unknown, version: string, stack: boolean): string {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const where = `convxcorr ${version}, Node ${process.versions.node}, ${process.platform} ${process.arch}`;
  const remedy = stack
    ? "Report it where you got convxcorr from, with the command line and these lines"
    : "Report it where you got convxcorr from, with the command line and what CONVXCORR_DEBUG=1 prints";
  const line = `internal error: ${printable(what, 400)}. This is a fault of convxcorr, not of your call. ${remedy} (${where}).`;
  if (!stack || !(error instanceof Error)) return line;
  const frames = (error.stack ?? "").split("\n").map((l) => printable(l, 400));
  return [line, ...frames].join("\n");
}

/** Whether an exception only says that memory ran out. */
export const isOutOfMemory = (error: unknown): boolean =>
  error instanceof RangeError &&
  /^Array buffer allocation failed|^Invalid (typed array|array buffer) length: \d{9,}/.test(error.message);
