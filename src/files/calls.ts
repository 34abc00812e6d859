/**
 * Every call of the file system that this room makes, in one table, so that a test can let the n-th one fail and see
 * that each failure ends in one clear message and leaves nothing behind.
 */
import * as fs from "node:fs";

export interface FileCalls {
  readonly open: (path: string, flags: number) => Promise<number>;
  /** Creates a file that must not exist yet. Synchronous, so that no listener of signals runs while it is half noted. */
  readonly openNew: (path: string, mode: number) => number;
  readonly stat: (path: string) => Promise<fs.Stats>;
  readonly lstat: (path: string) => Promise<fs.Stats>;
  readonly fstat: (fd: number) => Promise<fs.Stats>;
  readonly access: (path: string, mode: number) => Promise<void>;
  readonly readlink: (path: string) => Promise<string>;
  readonly realpath: (path: string) => Promise<string>;
  readonly readdir: (path: string) => Promise<string[]>;
  /** Bytes read; 0 at the end. */
  readonly read: (fd: number, into: Uint8Array, offset: number, length: number) => Promise<number>;
  /** The same at once, for a small file on a disk: nothing else is served meanwhile. */
  readonly readNow: (fd: number, into: Uint8Array, offset: number, length: number) => Promise<number>;
  /** Bytes written, which may be fewer than asked for. */
  readonly write: (fd: number, block: Uint8Array, offset: number, length: number) => Promise<number>;
  /** The same at once, for a small file on a disk. */
  readonly writeNow: (fd: number, block: Uint8Array, offset: number, length: number) => Promise<number>;
  readonly fchmod: (fd: number, mode: number) => Promise<void>;
  readonly fchown: (fd: number, uid: number, gid: number) => Promise<void>;
  readonly fsync: (fd: number) => Promise<void>;
  /** The same at once, for a small file. */
  readonly fsyncNow: (fd: number) => Promise<void>;
  readonly close: (fd: number) => Promise<void>;
  readonly rename: (from: string, to: string) => Promise<void>;
  /** Synchronous: it also runs while the process is being ended by a signal. */
  readonly unlink: (path: string) => void;
}

/** On a thread of the system. */
const later = <T>(call: (done: (error: Error | null, value?: T) => void) => void): Promise<T> =>
  new Promise((resolve, reject) => {
    call((error, value) => {
      if (error) reject(error);
      else resolve(value as T);
    });
  });

/**
 * What asks or changes a name only, opens a file that is one, or closes it: done at once. A thread of the system would take
 * longer to be woken than the answer takes; only what may wait for others (a pipe, much data, reaching the disk) goes there.
 */
const atOnce = <T>(call: () => T): Promise<T> =>
  new Promise((resolve) => {
    resolve(call());
  });

/** Whether it is a file or a folder, whose opening waits for nobody, as that of a pipe does for its other end. */
function isThere(path: string): boolean {
  try {
    const stats = fs.statSync(path);
    return stats.isFile() || stats.isDirectory();
  } catch {
    return false; // Opening it will say why.
  }
}

/** The calls as the system makes them. */
export const SYSTEM_CALLS: FileCalls = {
  open: (path, flags) =>
    flags === fs.constants.O_RDONLY && isThere(path)
      ? atOnce(() => fs.openSync(path, flags))
      : later((done) => {
          fs.open(path, flags, done);
        }),
  openNew: (path, mode) => fs.openSync(path, fs.constants.O_WRONLY | fs.constants.O_CREAT | fs.constants.O_EXCL, mode),
  stat: (path) => atOnce(() => fs.statSync(path)),
  lstat: (path) => atOnce(() => fs.lstatSync(path)),
  fstat: (fd) => atOnce(() => fs.fstatSync(fd)),
  access: (path, mode) =>
    atOnce(() => {
      fs.accessSync(path, mode);
    }),
  readlink: (path) => atOnce(() => fs.readlinkSync(path)),
  realpath: (path) => atOnce(() => fs.realpathSync.native(path)),
  readdir: (path) => atOnce(() => fs.readdirSync(path)),
  read: (fd, into, offset, length) =>
    later((done) => {
      fs.read(fd, into, offset, length, null, done);
    }),
  readNow: (fd, into, offset, length) => atOnce(() => fs.readSync(fd, into, offset, length, null)),
  write: (fd, block, offset, length) =>
    later((done) => {
      fs.write(fd, block, offset, length, null, done);
    }),
  writeNow: (fd, block, offset, length) => atOnce(() => fs.writeSync(fd, block, offset, length, null)),
  fchmod: (fd, mode) =>
    atOnce(() => {
      fs.fchmodSync(fd, mode);
    }),
  fchown: (fd, uid, gid) =>
    atOnce(() => {
      fs.fchownSync(fd, uid, gid);
    }),
  fsync: (fd) =>
    later((done) => {
      fs.fsync(fd, done);
    }),
  fsyncNow: (fd) =>
    atOnce(() => {
      fs.fsyncSync(fd);
    }),
  close: (fd) =>
    atOnce(() => {
      fs.closeSync(fd);
    }),
  rename: (from, to) =>
    atOnce(() => {
      fs.renameSync(from, to);
    }),
  unlink: (path) => {
    fs.unlinkSync(path);
  },
};

let current: FileCalls = SYSTEM_CALLS;

/** The calls in force. */
export const calls = (): FileCalls => current;

/** For tests: puts `replacement` in force; the function it returns puts the former calls back. */
export function replaceCalls(replacement: FileCalls): () => void {
  const former = current;
  current = replacement;
  return () => {
    current = former;
  };
}
