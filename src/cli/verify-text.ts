/** What `verify` found, in words. */
import { count, printable } from "../base/text.js";
import type { Check, Difference, Found, LawReport, Place, VerifyReport } from "../tasks/verify/report.js";
import type { Paint } from "./talk.js";

const HEAD = ["", "law", "what must hold", "error", "allowed", "nearest at"] as const;

/** A line for what was tried, a line a law, and what is to be learnt from them. */
export function verifyText(report: VerifyReport, paint: Paint): string {
  const rows = report.laws.map((law) => cells(law, report));
  const widths = HEAD.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i].length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => cell.padEnd(widths[i]))
      .join("  ")
      .trimEnd();
  const laws = rows.map((row, i) => {
    const mark = report.laws[i].holds ? paint.good(row[0]) : paint.error(row[0]);
    return `${mark}${line(row).slice(row[0].length)}`;
  });
  const lines = [subject(report), "", paint.faint(line(HEAD)), ...laws, "", ...lessons(report)];
  return `${lines.join("\n")}\n`;
}

function subject({ input, kernel, region, second, laws }: VerifyReport): string {
  const { width, height, channels } = input;
  const extent = height === 1 ? count(width, "sample") : `${width}×${height}`;
  const of = channels === 1 ? "" : ` × ${count(channels, "channel")}`;
  const from = height === 1 ? `${region.x}` : `${region.x},${region.y}`;
  const size = height === 1 ? count(region.width, "sample") : `${region.width}×${region.height}`;
  const part = region.whole ? "" : `; tried on the ${size} from ${from} on (--whole takes all)`;
  const taps = (k: { width: number; height: number }): string =>
    k.height === 1 ? count(k.width, "tap") : `${k.width}×${k.height} taps`;
  const chain = laws.some(({ law }) => law === "associative")
    ? `, k2: ${second.seeded ? "seeded" : printable(second.name)}, ${taps(second)}`
    : "";
  return `x: ${printable(input.source)}, ${extent}${of} of ${input.type}${part}\nk: ${printable(kernel.name)}, ${taps(kernel)}${kernel.complex ? ", complex" : ""}${chain}`;
}

function cells({ law, statement, holds, worst }: LawReport, report: VerifyReport): string[] {
  const { at, bound, error, name } = worst;
  const place = error === 0 ? "" : `${placeText(at, report)}, ${name}`;
  return [holds ? "✓" : "✗", law, statement, short(error), short(bound), place];
}

/** Two digits. */
const short = (v: number): string =>
  v === 0 || (v >= 0.01 && v < 100) ? `${Number(v.toPrecision(2))}` : v.toExponential(1).replace("e+", "e");

function placeText({ kind, x, y, of, channel }: Place, { input }: VerifyReport): string {
  const at = of[1] === 1 ? `${x}` : `${x},${y}`;
  const where = kind === "product" ? "" : `${kind} ${at}`;
  const whose = input.channels === 1 ? "" : `channel ${channel + 1}`;
  return [where, whose].filter((part) => part !== "").join(" of ") || "the product";
}

const number = (v: number): string => `${Number(v.toPrecision(6))}`;

const foundText = (v: Found): string =>
  typeof v === "number" ? number(v) : `${number(v[0])}${v[1] < 0 ? "-" : "+"}${number(Math.abs(v[1]))}i`;

const sides = ({ left, right }: Difference | Check): string => `${foundText(left)} and ${foundText(right)}`;

function lessons(report: VerifyReport): string[] {
  const { kernel, laws, order, symmetry } = report;
  const failed = laws.filter(({ holds }) => !holds).map(({ law }) => law);
  const verdict =
    failed.length > 0
      ? `${failed.length} of ${count(laws.length, "law")} ${failed.length === 1 ? "does" : "do"} not hold: ${failed.join(", ")}.`
      : laws.length === 1
        ? "The law holds."
        : `All ${laws.length} laws hold.`;
  const swapped =
    order &&
    (order.largest === 0
      ? "xcorr commutes for this x and k: xcorr(x, k) is its own conjugated flip."
      : `xcorr does not commute: in size full, x and k exchanged change it by up to ${number(order.largest)}, at ${placeText(order.at, report)}: ${sides(order)}.`);
  const flipped =
    symmetry &&
    (kernel.equalsFlip
      ? "conv and xcorr are the same here: k is its own conjugated flip."
      : `conv and xcorr differ: in size full by up to ${number(symmetry.largest)}, at ${placeText(symmetry.at, report)}: ${sides(symmetry)}.`);
  return [swapped, flipped, verdict].filter((text) => text !== null);
}

/** Why a law does not hold, and what to do. */
export function failureText({ law, statement, checks }: LawReport, report: VerifyReport): string {
  const failed = checks.filter(({ holds }) => !holds);
  const worst = failed.reduce((a, b) => (b.error > a.error ? b : a));
  const found = `${statement} fails (${worst.name}) at ${placeText(worst.at, report)}: ${sides(worst)} differ by ${short(worst.error)}, and rounding allows ${short(worst.bound)}`;
  return `${law}: ${found}. This is a bug of convxcorr: please report it with this input and kernel.`;
}
