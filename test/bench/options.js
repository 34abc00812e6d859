// The words of the two benchmark commands.
import { parseArgs } from "node:util";

/** FILTER… (parts of cell names; all must occur, `|` separates choices), --json FILE, --quick, --long, --keep, --seed N. */
export function benchOptions(usage, args = process.argv.slice(2)) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: "string" },
      quick: { type: "boolean", default: false },
      long: { type: "boolean", default: false },
      keep: { type: "boolean", default: false },
      seed: { type: "string", default: "1" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const seed = Number(values.seed);
  if (!Number.isInteger(seed)) throw new Error(`--seed: ${values.seed} is no whole number`);
  const wanted = (name) => positionals.every((part) => part.split("|").some((choice) => name.includes(choice)));
  return { ...values, seed, wanted };
}
