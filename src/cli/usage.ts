/** What commander says of a wrong call, in our form: `place: what was found. What to do.` */
import type { Command, CommanderError, Option } from "commander";
import { type UserError, usageError } from "../base/errors.js";
import { count, nearest, quoted } from "../base/text.js";

/** `convxcorr kernel show`: the name with those of the commands above it. */
export function fullName(command: Command): string {
  return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
}

/** The error for what commander found at `command`. */
export function callError(command: Command, error: CommanderError): UserError {
  const text = error.message;
  const match = (pattern: RegExp): string[] => pattern.exec(text)?.slice(1) ?? [text];
  switch (error.code) {
    case "commander.unknownOption":
      return unknownOption(command, match(/^error: unknown option '([\s\S]*)'$/)[0]);
    case "commander.unknownCommand":
      return unknownCommand(command, match(/^error: unknown command '([\s\S]*)'$/)[0]);
    case "commander.excessArguments":
      return excessArgument(command);
    case "commander.missingArgument": {
      const [name] = match(/^error: missing required argument '([\s\S]*)'$/);
      return usageError(name.toUpperCase(), "is missing", `Call it as: ${fullName(command)} ${command.usage()}`);
    }
    case "commander.optionMissingArgument": {
      const [flags] = match(/^error: option '([\s\S]*)' argument missing$/);
      return usageError(longFlag(flags), "has no value", `Write ${usageOf(flags)}`);
    }
    case "commander.missingMandatoryOptionValue": {
      const [flags] = match(/^error: required option '([\s\S]*)' not specified$/);
      return usageError(longFlag(flags), "is missing", `Write ${usageOf(flags)}`);
    }
    case "commander.conflictingOption": {
      const [a, b = ""] = match(/^error: option '([\s\S]*)' cannot be used with option '([\s\S]*)'$/);
      return usageError(longFlag(a), `cannot be used together with ${longFlag(b)}`, "Leave one of them out");
    }
    case "commander.help":
      return usageError(
        fullName(command),
        "is no command by itself",
        `Its commands are ${namesOf(command).join(", ")}`,
      );
    case "commander.invalidArgument":
      return invalidValue(command, text);
    default:
      return usageError(fullName(command), text.replace(/^error: /, "").replace(/\.$/, ""), seeHelp(command));
  }
}

const seeHelp = (command: Command): string => `${fullName(command)} --help lists all options`;

/** `-o, --output <file>` → `--output`. */
const longFlag = (flags: string): string => /--[^\s,=[<]+/.exec(flags)?.[0] ?? flags.split(/[\s,]/)[0];
/** `-o, --output <file>` → `--output <file>`. */
const usageOf = (flags: string): string => flags.slice(Math.max(0, flags.indexOf("--")));

const optionsOf = (command: Command): readonly Option[] => command.createHelp().visibleOptions(command);
const allFlags = (command: Command): string[] => [
  ...optionsOf(command).flatMap((o) => (o.long ? [o.long] : [])),
  ...(command.parent ? allFlags(command.parent) : []),
];

function unknownOption(command: Command, written: string): UserError {
  const flag = written.replace(/=[\s\S]*$/, "");
  if (/^-[.\d]/.test(flag)) {
    return usageError(
      written,
      "begins with a minus, so it is read as an option",
      `Give a kernel with --kernel ${written}, and a file of this name as ./${written}`,
    );
  }
  if (flag === "--mode" && ["conv", "xcorr"].includes(command.name())) {
    return usageError(flag, `${fullName(command)} says the mode in its name`, "Leave it out, or use convxcorr apply");
  }
  const owner = command.commands.find((c) => optionsOf(c).some((o) => o.long === flag || o.short === flag));
  if (owner)
    return usageError(flag, "is an option of a command", `Name the command first: ${fullName(owner)} ${flag} …`);
  const twin = flag.startsWith("--") ? nearest(flag, allFlags(command)) : undefined;
  const help = seeHelp(command);
  return usageError(flag, "no such option", twin === undefined ? help : `Did you mean ${twin}? ${help}`);
}

const namesOf = (command: Command): string[] =>
  command
    .createHelp()
    .visibleCommands(command)
    .map((c) => c.name());

function unknownCommand(command: Command, word: string): UserError {
  const names = namesOf(command);
  const twin = nearest(word, names);
  const list = `The commands are ${names.join(", ")}`;
  return usageError(word, "no such command", twin === undefined ? list : `Did you mean ${twin}? ${list}`);
}

function excessArgument(command: Command): UserError {
  const taken = command.registeredArguments;
  const first = command.args[taken.length] ?? "";
  if (!command.parent) return unknownCommand(command, first);
  const names = taken.map((a) => a.name().toUpperCase()).join(" ");
  const takes = taken.length === 0 ? "takes no arguments" : `takes ${count(taken.length, "argument")} (${names})`;
  return usageError(
    first,
    `is one argument too many: ${fullName(command)} ${takes}`,
    "Leave it out, or put quotes round a value that has blanks",
  );
}

/** A value that is none of an option's choices, or that its own reader refused. */
function invalidValue(command: Command, text: string): UserError {
  const option = /^error: option '([\s\S]*?)' argument '([\s\S]*)' is invalid\. ([\s\S]*)$/.exec(text);
  const argument = /^error: command-argument value '([\s\S]*)' is invalid for argument '([\s\S]*?)'\. ([\s\S]*)$/.exec(
    text,
  );
  const [place, value, reason] = option
    ? [longFlag(option[1]), option[2], option[3]]
    : argument
      ? [argument[2].toUpperCase(), argument[1], argument[3]]
      : [fullName(command), text, ""];
  const choices =
    optionsOf(command).find((o) => o.long === place)?.argChoices ??
    command.registeredArguments.find((a) => a.name().toUpperCase() === place)?.argChoices;
  if (!choices) return usageError(place, `${quoted(value)} is not valid`, reason.replace(/\.$/, ""));
  const twin = nearest(value, choices);
  const list = `It takes ${choices.join(", ")}`;
  return usageError(place, `there is no ${quoted(value)}`, twin === undefined ? list : `Did you mean ${twin}? ${list}`);
}

/** Says no where an option was given another option in place of its value: `--kernel --mode conv`. */
export function refuseSwallowedOptions(command: Command): void {
  const known = new Set(allFlags(command));
  for (const option of command.options) {
    if (!option.required) continue;
    const refuse = (value: unknown): void => {
      if (typeof value === "string" && known.has(value)) {
        throw usageError(longFlag(option.flags), `has no value: ${value} follows`, `Write ${usageOf(option.flags)}`);
      }
    };
    // An option's own reader comes before the event and would complain of a wrong word.
    const read = option.parseArg;
    if (read) {
      option.argParser((value: string, before: unknown) => {
        refuse(value);
        return read(value, before);
      });
    } else command.on(`option:${option.name()}`, refuse);
  }
}
