/** What /proc knows of our open descriptors. Where there is no /proc (no Linux), every answer is no. */
import { readFileSync, readlinkSync, realpathSync } from "node:fs";

const NON_BLOCKING = 0o4000;
const READ_AND_WRITE = 2;

interface Descriptor {
  /** A path, or words such as `pipe:[123]`. */
  readonly target: string;
  readonly flags: number;
}

function descriptor(process: string | number, fd: number): Descriptor | undefined {
  try {
    const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/${process}/fdinfo/${fd}`, "utf8"));
    return { target: readlinkSync(`/proc/${process}/fd/${fd}`), flags: Number.parseInt(flags?.[1] ?? "0", 8) };
  } catch {
    return undefined;
  }
}

/** Whether a descriptor above 2 is one that Node opened for itself: what we were not given must not be written to. */
export function isInternal(fd: number): boolean {
  const found = descriptor("self", fd);
  if (!found) return false;
  return (
    found.target.startsWith("anon_inode:") || (found.target.startsWith("pipe:") && (found.flags & NON_BLOCKING) !== 0)
  );
}

const SHELLS: ReadonlySet<string> = new Set("sh bash dash zsh ksh mksh yash ash busybox fish".split(" "));

/**
 * Whether descriptor 1 was closed (`>&-`) when the process started. Node then opens /dev/null in its place, for reading
 * and writing; a shell's `>/dev/null` opens it for writing only. Other programs that discard output open it as Node does,
 * so this counts only where a shell started us and does not itself write there.
 */
export function stdoutWasClosed(): boolean {
  if (!isReplacement(descriptor("self", 1))) return false;
  return startedByName() || (SHELLS.has(parentName()) && !isReplacement(descriptor(process.ppid, 1)));
}

const isReplacement = (d: Descriptor | undefined): boolean =>
  d !== undefined && d.target === "/dev/null" && (d.flags & 3) === READ_AND_WRITE;

/** bash names the program that it ran in `_`, also when it gave its own process to it and is nobody's parent any more. */
function startedByName(): boolean {
  const [named, script] = [process.env["_"], process.argv.at(1)];
  try {
    return named !== undefined && script !== undefined && realpathSync(named) === realpathSync(script);
  } catch {
    return false;
  }
}

function parentName(): string {
  try {
    return readFileSync(`/proc/${process.ppid}/comm`, "utf8").trim();
  } catch {
    return "";
  }
}
