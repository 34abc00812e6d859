// Stands for `sharp.cjs` and `libvips.cjs` of sharp: the native part that is prebuilt for this machine.
const { familySync, isNonGlibcLinuxSync } = require("detect-libc");

/** As sharp names what it is built for. */
const platform = () => `${process.platform}${isNonGlibcLinuxSync() ? familySync() : ""}-${process.arch}`;

/** Loads it from where sharp would: `theirs` is `require` as sharp has it. @throws where there is none that runs here */
exports.load = (theirs) => {
  const addon = theirs(`@img/sharp-${platform()}/sharp.node`);
  if (/^linux(musl)?-x64$/.test(platform()) && !addon._isUsingX64V2()) throw new Error("the processor is too old");
  if (process.versions.electron) throw new Error("Electron has a warning to give");
  exports.theirs = theirs;
  exports.addon = addon;
};

exports.runtimePlatformArch = platform;
