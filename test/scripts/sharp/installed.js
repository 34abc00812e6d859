// Stands for `formats/raster/installed.js` in the program: sharp's own JavaScript is inside, so that it is compiled with the
// rest and no file but the native part is looked for. That takes 8 ms where loading the package takes 36.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * The package itself wherever it is not what was bundled: another version, built from its sources, or for a machine that
 * its prebuilt parts are not for. It has the words for what is missing, too.
 */
export function installed() {
  const ours = createRequire(import.meta.url);
  const main = ours.resolve("sharp");
  const theirs = createRequire(main);
  try {
    const built = existsSync(join(dirname(main), "../src/build"));
    if (!built && theirs("../package.json").version === require("sharp/package.json").version) {
      require("./native.cjs").load(theirs);
      return require("sharp");
    }
  } catch {
    // Whatever it was, the package says it better.
  }
  return ours("sharp");
}
