/** Reads the text files of `cases/`; their format is in `cases/README.md`. */

export interface Command {
  readonly line: number;
  text: string;
  readonly stdout: string[];
  readonly stderr: string[];
  code: number;
}

export interface Case {
  readonly title: string;
  readonly line: number;
  readonly files: Map<string, string>;
  readonly commands: Command[];
}

export function readCases(text: string, name: string): Case[] {
  const cases: Case[] = [];
  let file: { name: string; lines: string[] } | undefined;
  let command: Command | undefined;
  for (const [i, line] of text.replace(/\n$/, "").split("\n").entries()) {
    const current = cases.at(-1);
    const fail = (why: string): Error => new Error(`${name}:${i + 1}: ${why}: ${line}`);
    if (file && current) {
      if (line !== "@") file.lines.push(line);
      else {
        current.files.set(file.name, file.lines.map((l) => `${l}\n`).join(""));
        file = undefined;
      }
      continue;
    }
    const marked = /^(==|[@$!?>#])(?: (.*))?$/.exec(line);
    const [mark, rest = ""]: readonly (string | undefined)[] = marked ? marked.slice(1) : ["", line];
    if (mark === "==") {
      cases.push({ title: rest, line: i + 1, files: new Map(), commands: [] });
      command = undefined;
    } else if (mark === "#" && !command) continue;
    else if (!current) {
      if (line !== "") throw fail("stands before the first case");
    } else if (mark === "@") {
      if (command) throw fail("a file after a command");
      file = { name: rest, lines: [] };
    } else if (mark === "$") {
      command = { line: i + 1, text: rest, stdout: [], stderr: [], code: 0 };
      current.commands.push(command);
    } else if (!command) {
      if (line !== "") throw fail("stands before the first command");
    } else if (mark === ">") command.text += `\n${rest}`;
    else if (mark === "!") command.stderr.push(rest);
    else if (mark === "?") command.code = Number(rest);
    else command.stdout.push(line);
  }
  if (file) throw new Error(`${name}: the file ${file.name} has no end`);
  for (const { title, line, commands } of cases) {
    if (commands.length === 0) throw new Error(`${name}:${line}: ${title}: no command`);
    for (const c of commands) {
      while (c.stdout.at(-1) === "") c.stdout.pop();
      for (const [i, l] of c.stdout.entries()) c.stdout[i] = l.replace(/^\\/, "");
    }
  }
  return cases;
}

/** `actual` with each line that fits its expected one replaced by that one, so that a comparison shows what differs. */
export function fitted(actual: string, expected: readonly string[]): string[] {
  const lines = actual === "" ? [] : actual.replace(/\n$/, "").split("\n");
  return lines.map((line, i) => {
    const pattern = expected.at(i);
    if (pattern === undefined || !pattern.includes("<*>")) return line;
    const escaped = pattern.split("<*>").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
    return new RegExp(`^${escaped.join(".*")}$`).test(line) ? pattern : line;
  });
}
