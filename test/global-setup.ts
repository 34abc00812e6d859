/**
 * Builds the program once, into a folder of its own, for the tests that start it as a process. So they never see an old
 * build, and two test runs do not disturb each other.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** A folder with `bin/`, `dist/` and `package.json`, as the package has them. */
    built: string;
  }
}

const ROOT = fileURLToPath(new URL("..", import.meta.url));

export default function setup(project: TestProject): () => void {
  const built = join(ROOT, "out", `test-build-${process.pid}`);
  rmSync(built, { recursive: true, force: true });
  mkdirSync(built, { recursive: true });
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  const args = [tsc, "-p", join(ROOT, "src/tsconfig.build.json"), "--outDir", join(built, "dist")];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
  // 2: types are wrong and the files were written all the same. `check:types` is the one to complain.
  if (status !== 0 && status !== 2) throw new Error(`the build failed:\n${stdout}`);
  const bundle = spawnSync(process.execPath, [join(ROOT, "test/scripts/bundle.js"), join(built, "dist")], {
    encoding: "utf8",
  });
  if (bundle.status !== 0) throw new Error(`the build failed:\n${bundle.stderr}`);
  for (const name of ["bin", "package.json"]) cpSync(join(ROOT, name), join(built, name), { recursive: true });
  mkdirSync(join(built, "path"));
  symlinkSync(join(built, "bin/convxcorr.js"), join(built, "path/convxcorr"));
  project.provide("built", built);
  return () => {
    rmSync(built, { recursive: true, force: true });
  };
}
