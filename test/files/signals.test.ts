import { spawn } from "node:child_process";
import * as fs from "node:fs";
import { expect, it } from "vitest";
import { freshFolder } from "../support/folder.js";
import { built, cleanEnv } from "../support/process.js";

const { path, names } = freshFolder();

const program = freshFolder().path("writer.mjs");

/** Starts a writer that stops in the middle of its output, sends it a signal, and waits for its end. */
async function interrupt(
  signal: NodeJS.Signals,
): Promise<{ code: number | null; signal: string | null; stderr: string }> {
  fs.writeFileSync(
    program,
    `import { writeAtomically } from "${built("files/atomic.js")}";
     import { guardTemporaries } from "${built("cli/signals.js")}";
     guardTemporaries(() => process.stderr.write("cleared\\n"));
     async function* blocks() {
       yield Buffer.from("half of the ");
       process.stdout.write("ready\\n");
       await new Promise((resolve) => setTimeout(resolve, 20000));
       yield Buffer.from("output");
     }
     await writeAtomically("${path("out.csv")}", blocks());`,
  );
  const child = spawn(process.execPath, [program], { env: cleanEnv() });
  let stderr = "";
  child.stderr.on("data", (d: Buffer) => (stderr += d.toString()));
  await new Promise((resolve) => child.stdout.once("data", resolve));
  expect(names().filter((n) => n.endsWith(".tmp"))).toHaveLength(1);
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.on("close", (code, by) => {
      resolve({ code, signal: by });
    });
  });
  child.kill(signal);
  return { ...(await ended), stderr };
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  it(`${signal} removes the temporary file, keeps the old output, and ends the process as that signal`, async () => {
    fs.writeFileSync(path("out.csv"), "old");
    expect(await interrupt(signal)).toEqual({ code: null, signal, stderr: "cleared\n" });
    expect(names()).toEqual(["out.csv"]);
    expect(fs.readFileSync(path("out.csv"), "utf8")).toBe("old");
  });
}

it("SIGKILL keeps the old output, and what it leaves does not disturb the next run", async () => {
  const { writeAtomically } = await import("../../src/files/atomic.js");
  fs.writeFileSync(path("out.csv"), "old");
  expect(await interrupt("SIGKILL")).toEqual({ code: null, signal: "SIGKILL", stderr: "" });
  expect(fs.readFileSync(path("out.csv"), "utf8")).toBe("old");
  await writeAtomically(path("out.csv"), [Buffer.from("new")]);
  expect(fs.readFileSync(path("out.csv"), "utf8")).toBe("new");
});

it("listens to signals only while there is a temporary file", async () => {
  const { guardTemporaries } = await import("../../src/cli/signals.js");
  const { forgetTemporary, noteTemporary, watchTemporaries } = await import("../../src/files/temporaries.js");
  const listeners = (): number[] => (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((s) => process.listenerCount(s));
  const before = listeners();
  guardTemporaries(() => undefined);
  expect(listeners()).toEqual(before);
  noteTemporary("/nonexistent/a");
  noteTemporary("/nonexistent/b");
  expect(listeners()).toEqual(before.map((n) => n + 1));
  forgetTemporary("/nonexistent/a");
  expect(listeners()).toEqual(before.map((n) => n + 1));
  forgetTemporary("/nonexistent/b");
  expect(listeners()).toEqual(before);
  watchTemporaries(() => undefined);
});
