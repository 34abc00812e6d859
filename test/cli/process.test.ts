/** The filter commands as processes: signals, pipes, terminals, and files that must survive. */
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { freshFolder } from "../support/folder.js";
import { cleanEnv, type Ended, type Start, shell } from "../support/process.js";

const { root, path } = freshFolder();
const sh = (line: string, options: Start = {}): Promise<Ended> => shell(line, { cwd: root, ...options });
const ended = ({ code, stdout, stderr }: Ended): unknown => [code, stdout, stderr];
const temporaries = (): string[] => fs.readdirSync(root).filter((name) => name.endsWith(".tmp"));

/** A grey picture of n × n pixels. */
function picture(name: string, n: number): string {
  const pixels = Uint8Array.from({ length: n * n }, (_, i) => (i * 7919) % 251);
  fs.writeFileSync(path(name), Buffer.concat([Buffer.from(`P5\n${n} ${n}\n255\n`), pixels]));
  return name;
}

/** Work for much longer than a test waits: 25921 taps a pixel, one thread, without the compiled loops. */
const LONG = "apply --kernel gaussian:sigma=20 --method direct --threads 1";
const SLOW = { CONVXCORR_ROUTINES: "reference" };

/** Starts the program, ends it by a signal once `ready` says so, and tells how it ended. */
async function interrupted(
  args: readonly string[],
  signal: NodeJS.Signals,
  ready: () => Promise<boolean>,
  env: Record<string, string>,
): Promise<readonly [number | null, NodeJS.Signals | null, string]> {
  const child = spawn("convxcorr", args, { cwd: root, env: cleanEnv(env) });
  let stderr = "";
  child.stderr.on("data", (block: Buffer) => {
    stderr += block.toString();
  });
  const end = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.on("close", (code, by) => {
      resolve([code, by]);
    });
  });
  if (await ready()) child.kill(signal);
  return [...(await end), stderr];
}

describe("a signal", () => {
  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "%s ends long work at once and leaves the old output",
    async (s) => {
      picture("long.pgm", 300);
      fs.writeFileSync(path("old.pgm"), "old");
      const begun = performance.now();
      const ready = (): Promise<boolean> => sleep(900, true);
      const how = await interrupted([...LONG.split(" "), "long.pgm", "-o", "old.pgm"], s, ready, SLOW);
      expect(how).toEqual([null, s, ""]);
      expect(performance.now() - begun).toBeLessThan(5000);
      expect(fs.readFileSync(path("old.pgm"), "utf8")).toBe("old");
      expect(temporaries()).toEqual([]);
    },
  );

  it("ends writing with the temporary file gone and the old output as it was", async () => {
    picture("large.pgm", 2500);
    // Between the first byte and the new name lie some milliseconds: it takes a few tries to hit them.
    for (let tries = 0; tries < 20; tries++) {
      fs.writeFileSync(path("old.npy"), "old");
      const seen = async (): Promise<boolean> => {
        const begun = performance.now();
        while (temporaries().length === 0 && performance.now() - begun < 10_000) {
          if (fs.statSync(path("old.npy")).size > 3) return false;
          await sleep(0);
        }
        return true;
      };
      const args = ["conv", "--kernel", "1", "large.pgm", "--depth", "f64", "-o", "old.npy"];
      const [code, signal] = await interrupted(args, "SIGTERM", seen, {});
      expect(temporaries()).toEqual([]);
      const { size } = fs.statSync(path("old.npy"));
      expect([
        [0, null, 128 + 8 * 2500 * 2500],
        [null, "SIGTERM", 3],
        [null, "SIGTERM", 128 + 8 * 2500 * 2500],
      ]).toContainEqual([code, signal, size]);
      if (signal === "SIGTERM" && size === 3) return;
    }
    throw new Error("no try ended while it wrote");
  });
});

describe("pipes", () => {
  const numbers = (n: number): string => Array.from({ length: n }, (_, i) => `${i}\n`).join("");

  it("are quiet when the reader has what it wanted", async () => {
    fs.writeFileSync(path("many.csv"), numbers(300_000));
    const line = "(convxcorr conv -k 1 many.csv; echo $? >&2) | head -n 1";
    expect(ended(await sh(line))).toEqual([0, "0\n", "0\n"]);
    expect(ended(await sh("(convxcorr conv -k 1 many.csv --explain; echo $? >&2) 2>&1 >/dev/null | true"))).toEqual([
      0,
      "",
      "",
    ]);
  });

  it("give every byte to a slow reader, and take every byte from a slow writer", async () => {
    fs.writeFileSync(path("many.csv"), numbers(300_000));
    const { stdout } = await sh("convxcorr conv -k 1 many.csv | (sleep 0.5; cat) | cmp - many.csv && echo same");
    expect(stdout).toBe("same\n");
    const slow = "(printf '1\\n2'; sleep 0.3; printf '0\\n'; sleep 0.3; printf '3\\n') | convxcorr conv -k 1,1 -";
    expect(ended(await sh(slow))).toEqual([0, "1\n21\n23\n", ""]);
  });

  it("that are empty, closed or full end in one message", async () => {
    const empty = "convxcorr: stdin: is empty. Give a file with data in it.\n";
    expect(ended(await sh("convxcorr conv -k 1 - < /dev/null"))).toEqual([3, "", empty]);
    const full = "convxcorr: stdout: no space is left on the device. Free some space or write somewhere else.\n";
    expect(ended(await sh("echo 1 | convxcorr conv -k 1 - > /dev/full"))).toEqual([4, "", full]);
    const closed = "convxcorr: stdout: is closed. Open it, or write to a file with -o FILE.\n";
    expect(ended(await sh("echo 1 | convxcorr conv -k 1 - >&-"))).toEqual([4, "", closed]);
  });
});

describe("an output that is the input", () => {
  it("may be a link to it, which stays a link", async () => {
    fs.writeFileSync(path("file.csv"), "1\n2\n");
    fs.symlinkSync("file.csv", path("link.csv"));
    expect(ended(await sh("convxcorr conv -k 1,1 file.csv -o link.csv"))).toEqual([0, "", ""]);
    expect(fs.readFileSync(path("file.csv"), "utf8")).toBe("1\n3\n");
    expect(fs.readlinkSync(path("link.csv"))).toBe("file.csv");
    expect(ended(await sh("convxcorr conv -k 1,1 link.csv -o file.csv"))).toEqual([0, "", ""]);
    expect(fs.readFileSync(path("link.csv"), "utf8")).toBe("1\n4\n");
  });

  it("may be another name of it, and the first name keeps the old content", async () => {
    fs.writeFileSync(path("one.csv"), "1\n2\n");
    fs.linkSync(path("one.csv"), path("two.csv"));
    expect(ended(await sh("convxcorr conv -k 1,1 one.csv -o two.csv"))).toEqual([0, "", ""]);
    expect([fs.readFileSync(path("one.csv"), "utf8"), fs.readFileSync(path("two.csv"), "utf8")]).toEqual([
      "1\n2\n",
      "1\n3\n",
    ]);
  });
});

describe("an output that cannot be written whole", () => {
  it("leaves the old one and nothing else where files have a limit", async () => {
    fs.writeFileSync(path("many.csv"), "1\n".repeat(20_000));
    fs.writeFileSync(path("kept.csv"), "old");
    const large =
      "convxcorr: kept.csv: the file would be larger than the limit for files. Raise the limit (ulimit -f) or write somewhere else.\n";
    expect(ended(await sh("ulimit -f 8; convxcorr conv -k 1 many.csv -o kept.csv"))).toEqual([4, "", large]);
    expect(fs.readFileSync(path("kept.csv"), "utf8")).toBe("old");
    expect(temporaries()).toEqual([]);
  });

  it("is told before the input is read where the folder or the file is protected", async () => {
    fs.mkdirSync(path("locked"), { mode: 0o555 });
    fs.writeFileSync(path("locked/file.csv"), "old", { mode: 0o444 });
    const start = process.getuid?.() === 0 ? { uid: 65534 } : {};
    fs.chmodSync(root, 0o755);
    for (const name of ["locked/new.csv", "locked/file.csv"]) {
      const message = `convxcorr: ${name}: it may not be written (permission denied). Check the permissions of the file and its folder.\n`;
      expect(ended(await sh(`convxcorr conv -k 1 missing.csv -o ${name}`, start))).toEqual([4, "", message]);
    }
    expect(fs.readFileSync(path("locked/file.csv"), "utf8")).toBe("old");
    expect(fs.readdirSync(path("locked"))).toEqual(["file.csv"]);
  });
});

describe("a terminal", () => {
  /** What a command prints on a terminal: stdout and stderr together. */
  const onTerminal = async (
    line: string,
    env: Record<string, string> = {},
  ): Promise<readonly [number | null, string]> => {
    const { code, stdout } = await sh(`script -qec '${line}' /dev/null < /dev/null`, {
      env: { TERM: "xterm", ...env },
    });
    return [code, stdout];
  };

  it("sees a progress line for long work, which is gone at the end; nothing else does", async () => {
    picture("short.pgm", 400);
    const work = "apply --kernel gaussian:sigma=6 --method direct --threads 1 short.pgm -o out.pgm";
    const [code, seen] = await onTerminal(`convxcorr ${work}`, SLOW);
    expect(code).toBe(0);
    expect(seen).toMatch(/\r *\d+% \[#*\.*\] filtering short\.pgm/);
    expect(seen.endsWith("\r\u001b[K")).toBe(true);
    expect(ended(await sh(`convxcorr ${work}`, { env: SLOW }))).toEqual([0, "", ""]);
  });

  it("gets no picture", async () => {
    const refusal = "stdout: it is a terminal, and pgm is no text. Give -o FILE, or redirect the output.";
    const [code, seen] = await onTerminal("convxcorr conv -k 1 short.pgm", { NO_COLOR: "1" });
    expect([code, seen.trim()]).toEqual([2, `convxcorr: ${refusal}`]);
  });

  it("sees colours, unless they are not wanted", async () => {
    fs.writeFileSync(path("big.csv"), "300\n");
    const line = "convxcorr conv -k 1 big.csv --depth u8 -o out.npy";
    const yellow = "convxcorr: \u001b[33mwarning: \u001b[39m1 of 1 sample lies";
    const plain = "convxcorr: warning: 1 of 1 sample lies";
    expect((await onTerminal(line))[1].startsWith(yellow)).toBe(true);
    expect((await onTerminal(line, { NO_COLOR: "1" }))[1].startsWith(plain)).toBe(true);
    expect((await onTerminal(`${line} --no-color`))[1].startsWith(plain)).toBe(true);
    expect((await sh(line)).stderr.startsWith(plain)).toBe(true);
    expect((await sh(line, { env: { FORCE_COLOR: "1" } })).stderr.startsWith(yellow)).toBe(true);
    expect((await sh(line, { env: { FORCE_COLOR: "1", NO_COLOR: "1" } })).stderr.startsWith(plain)).toBe(true);
  });
});
