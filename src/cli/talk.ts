/** Everything that is said on stderr: errors, warnings, notes, explanations. Results never go this way. */
import type { Ink } from "../plot/text/canvas.js";
import type { ColourLevel } from "./colour.js";

/** Styles for texts that people read; without colour they change nothing. */
export interface Paint {
  good(text: string): string;
  error(text: string): string;
  warning(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

export interface Talk {
  readonly isTerminal: boolean;
  readonly level: ColourLevel;
  readonly paint: Paint;
  /** Writes `text` as it is. What came from outside must have gone through `printable` before. */
  write(text: string): void;
  /** One or more lines, for `--explain` and the like. */
  say(text: string): void;
  /** `convxcorr: place: what was found. What to do.`, each line with the prefix. */
  error(message: string): void;
  warning(message: string): void;
  note(message: string): void;
}

const PLAIN: Paint = { good: (t) => t, error: (t) => t, warning: (t) => t, strong: (t) => t, faint: (t) => t };

/** The styles of a level. The library is only loaded where there is colour: it would cost every start some milliseconds. */
export async function paintFor(level: ColourLevel): Promise<Paint> {
  if (level === 0) return PLAIN;
  const { Chalk } = await import("chalk");
  const chalk = new Chalk({ level });
  return { good: chalk.green, error: chalk.red.bold, warning: chalk.yellow, strong: chalk.bold, faint: chalk.dim };
}

/** Colours for text plots, as near as the level can show them; undefined where there are none. */
export async function inkFor(level: ColourLevel): Promise<Ink | undefined> {
  if (level === 0) return undefined;
  const { Chalk } = await import("chalk");
  const chalk = new Chalk({ level });
  return (text, letters, ground) => {
    const painted = letters === undefined ? text : chalk.hex(letters)(text);
    return ground === undefined ? painted : chalk.bgHex(ground)(painted);
  };
}

export function createTalk(options: {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  readonly level: ColourLevel;
  readonly paint: Paint;
}): Talk {
  const { write, isTerminal, level, paint } = options;
  const lines = (text: string, prefix: string): void => {
    const body = text.endsWith("\n") ? text.slice(0, -1) : text;
    const prefixed = body.split("\n").map((line) => `${prefix}${line}\n`);
    write(prefixed.join(""));
  };
  return {
    isTerminal,
    level,
    paint,
    write,
    say: (text) => {
      lines(text, "");
    },
    error: (message) => {
      lines(message, paint.error("convxcorr: "));
    },
    warning: (message) => {
      lines(message, `convxcorr: ${paint.warning("warning: ")}`);
    },
    note: (message) => {
      lines(message, `convxcorr: ${paint.faint("note: ")}`);
    },
  };
}

/** A talk without colour that hands every text to `write`: for runs inside another one, and for tests. */
export const plainTalk = (write: (text: string) => void): Talk =>
  createTalk({ write, isTerminal: false, level: 0, paint: PLAIN });
