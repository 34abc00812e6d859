#!/usr/bin/env node
// Kept in words that old versions of Node can read, so that they get a message and no syntax error.
import module from "node:module";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 9)) {
  process.stderr.write(`convxcorr: Node: this is version ${process.versions.node}. Use Node 20.9 or newer.\n`);
  process.exitCode = 2;
} else {
  // Node 22 and newer keep the compiled code between runs.
  if (module.enableCompileCache) module.enableCompileCache();
  import("../dist/cli/main.js").then(
    (program) => program.main(),
    (error) => {
      process.stderr.write(
        `convxcorr: dist: the program is not built, or damaged (${error.code}). Run npm run build, or install it again.\n`,
      );
      process.exitCode = 70;
    },
  );
}
