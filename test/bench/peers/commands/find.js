// Whether a program is here, and which version.
import { spawnSync } from "node:child_process";

/** The first line that `argv` prints, or undefined where it cannot run. */
export function versionOf(argv, pick = /\S.*/) {
  const { status, stdout, stderr, error } = spawnSync(argv[0], argv.slice(1), { encoding: "utf8", timeout: 20_000 });
  if (error || status !== 0) return undefined;
  return `${stdout}\n${stderr}`.match(pick)?.[0].trim();
}

export const PYTHON = "/usr/bin/python3";

/** The versions of Python modules, or undefined where one is missing. */
export const pythonVersions = (...modules) =>
  versionOf([
    PYTHON,
    "-c",
    `import ${modules.join(",")};print(${modules.map((m) => `"${m}",${m}.__version__`).join(",")})`,
  ]);
