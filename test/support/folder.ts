/** A folder for one test file, gone afterwards. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** `path("a.csv")` is a path in a fresh folder; `names()` lists what is in it. */
export function freshFolder(): { root: string; path: (name: string) => string; names: () => string[] } {
  const root = mkdtempSync(join(tmpdir(), "convxcorr-test-"));
  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });
  return { root, path: (name) => join(root, name), names: () => readdirSync(root).sort() };
}
