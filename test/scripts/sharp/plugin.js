// sharp's JavaScript inside the program (`installed.js` says why). Its version is the one that package.json pins; what is
// changed in it is changed here, and the build fails where a text is not what it was.
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const MAIN = createRequire(import.meta.url).resolve("sharp");
const { version } = createRequire(MAIN)("../package.json");

/** What gives the codec; a file of its own in the program. */
export const CODEC = join(HERE, "installed.js");
/** Packages that come inside with it, and what is done to them, for the words that their licences ask for. */
export const SHARP_INSIDE = ["sharp", "detect-libc", "@img/colour"];
export const SHARP_CHANGES =
  "sharp: its JavaScript is in one file with the rest, and finds its native part by other code than its own.";

/** What stands in which file, and what comes in its place. */
const CHANGES = {
  // Loaded when a colour is given as text, which is never.
  [join(dirname(MAIN), "colour.cjs")]: [["= require('@img/colour');", "= (value) => require('@img/colour')(value);"]],
  [join(dirname(MAIN), "utility.cjs")]: [
    ["versions = require(`@img/", "versions = libvips.theirs(`@img/"],
    ["versions = require('@img/", "versions = libvips.theirs('@img/"],
  ],
  [createRequire(MAIN).resolve("detect-libc")]: [["require('child_process')", "require('node:child_process')"]],
};

const LOADED = "\0loader of the codec";
const PACKAGE = "\0package of sharp";
const ADDON = "\0addon of sharp";

/** @param build the folder of the modules that `tsc` makes */
export const sharpInside = (build) => ({
  name: "sharp inside",
  resolveId(source, importer = "") {
    const inSharp = importer.startsWith(dirname(MAIN) + sep);
    if (importer.startsWith(join(build, "formats/raster")) && source === "./installed.js") return LOADED;
    if (source === "sharp" && importer.startsWith(HERE)) return MAIN;
    if (source === "sharp/package.json" || (inSharp && source === "../package.json")) return PACKAGE;
    if (inSharp && source === "./libvips.cjs") return join(HERE, "native.cjs");
    if (inSharp && source === "./sharp.cjs") return ADDON;
    return importer.startsWith(HERE) && source === "detect-libc" ? createRequire(MAIN).resolve(source) : undefined;
  },
  load(id) {
    if (id === LOADED) return 'export const installed = () => __load("codec.js").installed();';
    if (id === PACKAGE) return `exports.version = ${JSON.stringify(version)};`;
    return id === ADDON ? `module.exports = require(${JSON.stringify(join(HERE, "native.cjs"))}).addon;` : undefined;
  },
  transform(code, id) {
    let changed = code;
    for (const [text, instead] of CHANGES[id] ?? []) {
      if (!code.includes(text)) throw new Error(`${id} has no ${text} any more`);
      changed = changed.replaceAll(text, instead);
    }
    return changed;
  },
});
