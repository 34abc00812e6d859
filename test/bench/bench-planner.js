// `npm run bench:planner [-- --seed N --problems N --json FILE]`: whether the planner chooses well. Problems are drawn,
// each way that can do one is forced and timed, and the chosen one is held against the fastest. README.md says more.
import { randomInt } from "node:crypto";
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { generator } from "./data.js";
import { factsText, machineFacts } from "./machine.js";
import { drawnProblems } from "./problems.js";
import { median } from "./statistics.js";
import { digits, duration, percent, table } from "./table.js";
import { timedWays } from "./ways.js";

const { values } = parseArgs({
  options: { seed: { type: "string" }, problems: { type: "string", default: "240" }, json: { type: "string" } },
});
const seed = values.seed === undefined ? randomInt(1, 1000000) : Number(values.seed);
/** As far as the chosen way may be behind the fastest, and for how many of the problems that should hold. */
const TARGET = { ratio: 1.25, share: 0.95 };
const SHOWN = 15;
const limits = { seconds: 0.12, rounds: { least: 4, most: 60 }, far: 1.6, next: generator(seed) };

const facts = machineFacts();
console.log(`${factsText(facts)} · seed: ${seed}`);
const problems = drawnProblems(seed);
const results = [];
for (let i = 0; i < Number(values.problems); i++) {
  const problem = problems.next().value;
  const { chosen, ways } = timedWays(problem, limits);
  const fastest = ways.reduce((a, b) => (b.measured < a.measured ? b : a));
  const own = ways.find(({ name }) => name === chosen);
  const { name, kind, type, float } = problem;
  results.push({ name, kind, type, float, chosen: own, fastest, ratio: own.measured / fastest.measured, ways });
  if (process.stderr.isTTY) process.stderr.write(`\r${i + 1} of ${values.problems} problems`);
}
console.error("");
report();
if (values.json) writeFileSync(values.json, `${JSON.stringify({ facts, seed, results }, null, 2)}\n`);

function report() {
  const worst = [...results].sort((a, b) => b.ratio - a.ratio).slice(0, SHOWN);
  const estimated = ({ time }) => duration(time);
  const lines = worst.map(({ name, ratio, chosen, fastest }) => [
    name,
    digits(ratio),
    chosen.name,
    estimated(chosen),
    duration(chosen.measured),
    fastest.name,
    estimated(fastest),
    duration(fastest.measured),
  ]);
  const titles = ["problem", "ratio>", "chosen", "estimate>", "took>", "fastest", "estimate>", "took>"];
  console.log(`\nThe worst choices:\n\n${table(titles, lines)}`);
  const groups = [
    ...new Set(results.map(({ type, kind }) => `${type} ${kind.startsWith("1-D") ? "1-D" : "2-D"}`)),
  ].sort();
  const groupOf = ({ type, kind }) => `${type} ${kind.startsWith("1-D") ? "1-D" : "2-D"}`;
  const rows = [...groups, "all"].map((group) => {
    const own = results.filter((r) => group === "all" || groupOf(r) === group);
    const within = own.filter(({ ratio }) => ratio <= TARGET.ratio).length;
    return [group, own.length, percent(within / own.length), digits(median(own.map(({ ratio }) => ratio)))];
  });
  console.log(`\n${table(["problems", "n>", `within ${TARGET.ratio}×>`, "median ratio>"], rows)}`);
  const share = results.filter(({ ratio }) => ratio <= TARGET.ratio).length / results.length;
  console.log(`\nWithin ${TARGET.ratio}× of the fastest way: ${percent(share)} (target ${percent(TARGET.share)}).`);
  console.log(`Again with the same problems: npm run bench:planner -- --seed ${seed} --problems ${results.length}`);
}
