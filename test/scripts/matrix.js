// `npm run test:matrix [-- VERSION …]`: the same bytes on every supported Node. Computes problems by every way that the
// engine has (`ways.js`), and some by the command with every method and number of threads, and holds the hashes against one
// another. Needs the registry for other Nodes.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const VERSIONS = process.argv.length > 2 ? process.argv.slice(2) : ["20", "22", "24"];
const root = fileURLToPath(new URL("../..", import.meta.url));
const bin = join(root, "bin/convxcorr.js");
const fixture = (name) => join(root, "fixtures", name);
const folder = mkdtempSync(join(tmpdir(), "matrix-"));

/** Arguments of a call, and the methods and threads that must all give one hash. */
const PROBLEMS = [
  { args: ["--kernel", "gaussian:sigma=2", fixture("picture.png")], ways: ["auto", "direct", "separable", "fft"] },
  { args: ["--kernel", "box:7", fixture("picture.png")], ways: ["auto", "direct", "separable", "fft"] },
  { args: ["--mode", "xcorr", "--kernel", "emboss", fixture("picture.png")], ways: ["auto", "direct", "fft"] },
  {
    args: ["--mode", "conv", "--kernel", "0.1 0.2 0.3; 0.2 0.4 0.7", fixture("picture.png")],
    ways: ["auto", "direct", "fft"],
  },
  { args: ["--kernel", "gaussian:sigma=1", fixture("grey16.png")], ways: ["auto", "direct", "fft"] },
  { args: ["--kernel", "gaussian:sigma=1", fixture("logo.png")], ways: ["auto", "direct", "fft"] },
  // Float results are promised for one method at a time.
  { args: ["--kernel", "gaussian:sigma=1", "--depth", "f64", fixture("plane.npy")], ways: ["direct"] },
  { args: ["--kernel", "gaussian:sigma=1", "--depth", "f64", fixture("plane.npy")], ways: ["fft"] },
  { args: ["--kernel", "sinc:low,0.1,101", "--columns", "noisy", fixture("bits.csv")], ways: ["auto"] },
];

let failed = 0;
let passed = 0;
try {
  for (const { args, ways } of PROBLEMS) {
    const hashes = new Map();
    for (const version of VERSIONS) {
      for (const way of ways) {
        for (const threads of ["1", "2", "3", "8"]) {
          const out = join(folder, args.at(-1).endsWith(".png") ? "out.png" : "out.npy");
          const call = [bin, "apply", ...args, "--method", way, "--threads", threads, "--repro-hash", "-o", out];
          const command = ["--yes", `node@${version}`, ...call];
          const told = execFileSync("bash", ["-c", 'exec npx "$@" 2>&1 >/dev/null', "npx", ...command], {
            encoding: "utf8",
          });
          const hash = /sha256:[0-9a-f]{64}/.exec(told)?.[0] ?? told.trim();
          hashes.set(hash, [...(hashes.get(hash) ?? []), `node ${version}, ${way}, ${threads} threads`]);
        }
      }
    }
    if (hashes.size === 1) passed++;
    else failed++;
    console.log(`${hashes.size === 1 ? "same" : "DIFFERENT"}  ${args.join(" ").replaceAll(root, "")}`);
    if (hashes.size > 1) for (const [hash, who] of hashes) console.log(`  ${hash}: ${who.join("; ")}`);
  }
  const told = VERSIONS.map((version) => {
    const pictures = ["picture.png", "grey16.png", "logo.png"].map(fixture);
    const call = [
      "npx",
      "--yes",
      `node@${version}`,
      join(root, "test/scripts/ways.js"),
      join(root, "dist"),
      ...pictures,
    ];
    return execFileSync(call[0], call.slice(1), {
      encoding: "utf8",
      maxBuffer: 1 << 24,
      env: { ...process.env, CONVXCORR_LONG: "1" },
    });
  });
  const same = told.every((lines) => lines === told[0]);
  if (same) passed++;
  else failed++;
  console.log(`${same ? "same" : "DIFFERENT"}  every way of the engine: ${told[0].trim().split("\n").at(-1)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
