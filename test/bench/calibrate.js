// `npm run calibrate [-- --seed N --problems N --json FILE]`: measures what each way costs on this machine and writes the
// prices to src/engine/prices.ts. How it is done: README.md in this folder.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { ALGORITHMS } from "../../dist/engine/algorithms/all.js";
import { FUSED } from "../../dist/engine/fused/all.js";
import { PRICES } from "../../dist/engine/prices.js";
import { generator } from "./data.js";
import { fitted } from "./fit.js";
import { machineFacts } from "./machine.js";
import { drawnProblems } from "./problems.js";
import { median } from "./statistics.js";
import { percent, table } from "./table.js";
import { timedWays } from "./ways.js";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    problems: { type: "string", default: "600" },
    json: { type: "string" },
  },
});
const [seed, count] = [Number(values.seed), Number(values.problems)];
/** As many problems as a way is measured on that has the same kinds of work. */
const ENOUGH = 48;
const measuredSoFar = new Map();
const isWanted = ({ name, work }) => (measuredSoFar.get(signature(name, work)) ?? 0) < ENOUGH;
const signature = (name, work) => [name, ...Object.keys(work).filter((kind) => work[kind] > 0)].join();
const facts = machineFacts();
const rows = new Map([...ALGORITHMS, ...FUSED].map(({ name }) => [name, []]));
const problems = drawnProblems(seed);
const limits = { seconds: 0.1, rounds: { least: 3, most: 40 }, far: 12, next: generator(seed), isWanted };
for (let i = 0; i < count; i++) {
  const problem = problems.next().value;
  for (const { name, work, measured } of timedWays(problem, limits).ways) {
    rows.get(name).push({ problem: problem.name, work, time: measured });
    const key = signature(name, work);
    measuredSoFar.set(key, (measuredSoFar.get(key) ?? 0) + 1);
  }
  if (process.stderr.isTTY) process.stderr.write(`\r${i + 1} of ${count} problems`);
}
console.error("");
const prices = {};
const lines = [];
for (const [name, measured] of rows) {
  // A way that no problem could go keeps its prices.
  prices[name] = measured.length === 0 ? (PRICES[name] ?? {}) : fitted(measured);
  const off = measured.map(({ work, time }) => Math.abs(Math.log(priceOf(prices[name], work) / time)));
  const sorted = off.sort((a, b) => a - b);
  const worst = sorted[Math.floor(0.9 * sorted.length)];
  lines.push([name, measured.length, percent(Math.exp(median(off)) - 1), percent(Math.exp(worst) - 1)]);
}
console.log(table(["way", "problems>", "off, median>", "off, 9 of 10 within>"], lines));
writeFileSync(new URL("../../src/engine/prices.ts", import.meta.url), text());
if (values.json) writeFileSync(values.json, JSON.stringify({ facts, seed, rows: Object.fromEntries(rows), prices }));

function priceOf(price, work) {
  return Object.entries(work).reduce((sum, [kind, amount]) => sum + amount * (price[kind] ?? 0), 0);
}

function text() {
  const { cpu, node, date } = facts;
  const measured = {
    cpu,
    node,
    date: date.slice(0, 10),
    command: `npm run calibrate -- --seed ${seed} --problems ${count}`,
  };
  const line = (price) =>
    Object.entries(price)
      .map(([kind, ns]) => `${kind}: ${ns === 0 ? 0 : Number(ns.toPrecision(3))}`)
      .join(", ");
  return [
    "/** Nanoseconds by way and kind of work. Written by `npm run calibrate`: not to be edited. */",
    "",
    "/** Where and when they were measured. */",
    `export const MEASURED = ${JSON.stringify(measured)} as const;`,
    "",
    "export const PRICES = {",
    ...Object.entries(prices).map(([name, price]) => `  ${JSON.stringify(name)}: { ${line(price)} },`),
    "} as const;",
    "",
  ].join("\n");
}
