import { describe, expect, it } from "vitest";
import { colourLevel } from "../../src/cli/colour.js";
import { createProgress, NO_PROGRESS } from "../../src/cli/progress.js";
import { createTalk, paintFor, plainTalk } from "../../src/cli/talk.js";

describe("colour", () => {
  const level = (env: Record<string, string>, isTerminal = true, off = false, platform = "linux"): number =>
    colourLevel({ env, isTerminal, off, platform });

  it("is for terminals that can, as much as they can", () => {
    expect(level({ TERM: "xterm" })).toBe(1);
    expect(level({ TERM: "xterm-256color" })).toBe(2);
    expect(level({ TERM: "xterm", COLORTERM: "truecolor" })).toBe(3);
    expect(level({ TERM: "dumb", COLORTERM: "truecolor" })).toBe(0);
    expect(level({})).toBe(0);
    expect(level({}, true, false, "win32")).toBe(1);
    expect(level({ TERM: "xterm-256color" }, false)).toBe(0);
  });

  it("is off with --no-color and NO_COLOR, whatever else is said", () => {
    expect(level({ TERM: "xterm" }, true, true)).toBe(0);
    expect(level({ TERM: "xterm", NO_COLOR: "0" })).toBe(0);
    expect(level({ TERM: "xterm", NO_COLOR: "1", FORCE_COLOR: "3" })).toBe(0);
    expect(level({ TERM: "xterm", NO_COLOR: "" })).toBe(1);
  });

  it("is forced by FORCE_COLOR, also off", () => {
    expect(["0", "false", "1", "true", "", "2", "3"].map((v) => level({ FORCE_COLOR: v }, false))).toEqual([
      0, 0, 1, 1, 1, 2, 3,
    ]);
  });
});

describe("talk", () => {
  it("begins every line of an error with the name of the program", () => {
    const lines: string[] = [];
    const talk = plainTalk((text) => lines.push(text));
    talk.error("a: b. C.\nd");
    talk.warning("3 samples clipped");
    talk.note("x");
    talk.say("plain\n");
    expect(lines).toEqual([
      "convxcorr: a: b. C.\nconvxcorr: d\n",
      "convxcorr: warning: 3 samples clipped\n",
      "convxcorr: note: x\n",
      "plain\n",
    ]);
  });

  it("colours by the level that was decided", async () => {
    const say = async (level: 0 | 1): Promise<string> => {
      let said = "";
      const write = (text: string): void => {
        said += text;
      };
      createTalk({ write, isTerminal: true, level, paint: await paintFor(level) }).error("x");
      return said;
    };
    expect(await say(0)).toBe("convxcorr: x\n");
    expect(await say(1)).toBe("\u001b[31m\u001b[1mconvxcorr: \u001b[22m\u001b[39mx\n");
  });
});

describe("the progress line", () => {
  const start = (columns = 80) => {
    let time = 5000;
    const written: string[] = [];
    const progress = createProgress({
      write: (text) => written.push(text),
      isTerminal: true,
      now: () => time,
      columns: () => columns,
    });
    const report = (at: number, fraction: number, label = "rows"): string[] => {
      time = 5000 + at;
      written.length = 0;
      progress.report(fraction, label);
      return [...written];
    };
    return { progress, report, written };
  };

  it("appears after a second, at most ten times a second", () => {
    const { report } = start();
    expect(report(10, 0.1)).toEqual([]);
    expect(report(999, 0.4)).toEqual([]);
    expect(report(1000, 0.5)).toEqual(["\r 50% [############............] rows\u001b[K"]);
    expect(report(1099, 0.6)).toEqual([]);
    expect(report(1100, 1)).toEqual(["\r100% [########################] rows\u001b[K"]);
  });

  it("stays in its line and shows no control characters", () => {
    const { report } = start(20);
    expect(report(2000, 0, "a\u001b[2J")).toEqual(["\r  0% [.............\u001b[K"]);
    expect(start().report(2000, Number.NaN, "a\u001b[2J\n")).toEqual([
      "\r  0% [........................] a\\e[2J\\n\u001b[K",
    ]);
  });

  it("is taken away once, if it was there", () => {
    const { progress, report, written } = start();
    progress.clear();
    expect(written).toEqual([]);
    report(2000, 0.5);
    written.length = 0;
    progress.clear();
    progress.clear();
    expect(written).toEqual(["\r\u001b[K"]);
  });

  it("is not there where stderr is no terminal", () => {
    expect(createProgress({ write: () => undefined, isTerminal: false })).toBe(NO_PROGRESS);
  });
});
