/** Marks at the start of files. */

/** Whether `bytes` has the characters of `text` (Latin-1) at `at`. */
export function hasText(bytes: Uint8Array, text: string, at = 0): boolean {
  if (bytes.length < at + text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** The brands of an ISO base media file (AVIF, HEIC, MP4): the major one first; none if it is not such a file. */
export function isoBrands(head: Uint8Array): string[] {
  if (head.length < 16 || !hasText(head, "ftyp", 4)) return [];
  const size = new DataView(head.buffer, head.byteOffset).getUint32(0);
  const end = Math.min(size, head.length - 3);
  const brands: string[] = [];
  for (let at = 8; at < end; at += at === 8 ? 8 : 4) brands.push(String.fromCharCode(...head.subarray(at, at + 4)));
  return brands;
}
