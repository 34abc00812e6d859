/** Arrays of any number of axes: a path to NPY or NPZ, or `-`, to a tensor, and back. */
import { inputError } from "../base/errors.js";
import type { TypedTensor } from "../base/tensor.js";
import { decodeArray, encodeArray } from "../formats/npy/array.js";
import { isNpy } from "../formats/npy/header.js";
import { isZip, npzMember, npzNames } from "../formats/npy/npz.js";
import { writeAtomically } from "./atomic.js";
import { inputName, readBytes } from "./read.js";
import type { ByteSource } from "./stdin.js";
import { type ByteSink, standardOutput } from "./stdout.js";

export interface ArrayFile {
  readonly array: TypedTensor;
  /** The file, and the name in an archive where there is a choice: `w.npz:weight`. */
  readonly source: string;
  /** Another array of the same archive, where it is one that was named as a whole. */
  sibling(name: string): { readonly array: TypedTensor; readonly source: string } | undefined;
}

const MEMBER = /^(.+\.npz):([^/:]+)$/i;

export interface ArrayOptions {
  /** What the array is called where an archive has several and none is named. */
  readonly usual?: string;
  /** What `-` reads; absent: the standard input of this process. */
  readonly stdin?: ByteSource;
}

/**
 * Reads an array of real numbers.
 * @param text a path, `-` for stdin, or `FILE.npz:NAME` for one array of an archive
 * @throws inputError for what is wrong with the file
 */
export async function loadArray(text: string, { usual, stdin }: ArrayOptions = {}): Promise<ArrayFile> {
  const match = MEMBER.exec(text);
  const path = match ? match[1] : text;
  const bytes = await readBytes(path, stdin);
  const file = inputName(path);
  if (!isZip(bytes)) {
    if (!isNpy(bytes)) throw inputError(file, "it is neither NPY nor NPZ", "Save it with numpy.save or numpy.savez");
    return { array: decodeArray(bytes, file), source: file, sibling: () => undefined };
  }
  const names = npzNames(bytes, file);
  const member = (name: string) => {
    const source = `${file}:${name}`;
    return { array: decodeArray(npzMember(bytes, name, file), source), source };
  };
  if (match) return { ...member(match[2]), sibling: () => undefined };
  const name = names.length === 1 ? names[0] : names.find((n) => n === usual);
  if (name === undefined)
    throw names.length === 0
      ? inputError(file, "the archive is empty", "Save an array")
      : inputError(
          file,
          usual === undefined
            ? `it has several arrays: ${names.join(", ")}`
            : `there is no array "${usual}" among ${names.join(", ")}`,
          `Name one: ${file}:${names[0]}`,
        );
  return { ...member(name), sibling: (other) => (names.includes(other) ? member(other) : undefined) };
}

/**
 * Writes the whole NPY file, or nothing.
 * @param target `-` is stdout
 * @throws outputError
 */
export async function saveArray(
  array: TypedTensor,
  target: string,
  stdout: ByteSink = standardOutput(),
): Promise<void> {
  if (target === "-") await stdout.write(encodeArray(array));
  else await writeAtomically(target, encodeArray(array));
}
