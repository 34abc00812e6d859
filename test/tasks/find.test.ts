import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { POLARITIES, type Polarity } from "../../src/base/options.js";
import { signalFrom } from "../../src/tasks/arrays.js";
import { find, findIn, type Line } from "../../src/tasks/find/find.js";
import { Finder, type FindOptions, type Occurrence } from "../../src/tasks/find/finder.js";
import { naiveFind, naiveScores } from "../support/naive-find.js";
import { mulberry } from "../support/random.js";
import { failureOf } from "../support/signals.js";

const next = mulberry(2026);
const noise = (n: number, size = 1): Float64Array => Float64Array.from({ length: n }, () => (next() - 0.5) * size);
const upTo = (n: number): number => Math.floor(next() * n);

/** Noise with a pattern in it here and there, at some level. */
function scene(n: number, k: number, level = 0): { x: Float64Array; t: Float64Array } {
  const t = Float64Array.from({ length: k }, (_, i) => Math.sin((9 * i) / k) * (k - i) + next());
  const x = noise(n, 8);
  for (let at = upTo(3 * k); at + k < n; at += k + upTo(4 * k)) {
    const size = [1, -1, 0.3, 3][upTo(4)];
    for (let i = 0; i < k; i++) x[at + i] += size * t[i];
  }
  return { x: x.map((v) => v + level), t };
}

/** The blocks of `x`, cut anywhere, with pauses between some of them. */
function* cutUp(x: Float64Array, most: number, channels = 1): Generator<Float64Array> {
  for (let at = 0; at < x.length; ) {
    const end = Math.min(x.length, at + channels * (1 + upTo(most)));
    yield x.subarray(at, end);
    at = end;
    if (next() < 0.2) yield new Float64Array(0);
  }
}

async function streamed(
  blocks: Iterable<Float64Array>,
  t: Line,
  options: FindOptions & { channels?: number },
): Promise<Occurrence[]> {
  const found: Occurrence[] = [];
  for await (const one of findIn(blocks, t, options)) found.push(one);
  return found;
}

const brief = (found: readonly Occurrence[]): number[][] =>
  found.map(({ sample, score }) => [sample, Number(score.toFixed(9))]);

describe("find", () => {
  const cases: [n: number, k: number, level: number][] = [
    [300, 3, 0],
    [500, 10, 1e5],
    [2500, 40, -3],
    [5000, 80, 1e9],
    [9000, 300, 0],
  ];
  it.each(cases)("finds in %i samples what the definitions say: template of %i, level %f", (n, k, level) => {
    for (const polarity of POLARITIES) {
      const { x, t } = scene(n, k, level);
      const scores = naiveScores(level === 1e9 ? x.map((v) => v - level) : x, t);
      for (const [minScore, refractory] of [
        [0.8, k],
        [0.2, 1],
        [0.05, 7],
        [0.3, 3 * k],
      ]) {
        const expected = naiveFind(scores, minScore, refractory, polarity);
        const found = find(x, t, { minScore, refractory, polarity });
        expect(expected.length).toBeGreaterThan(0);
        expect(found.map((f) => f.sample)).toEqual(expected.map((f) => f.sample));
        for (const [i, { score }] of found.entries()) expect(Math.abs(score - expected[i].score)).toBeLessThan(1e-8);
      }
    }
  });

  it("finds the same wherever a stream is cut", async () => {
    for (const [n, k, most] of [
      [3000, 5, 40],
      [40000, 5, 9000],
      [20000, 60, 700],
      [90000, 700, 20000],
      [9000, 700, 3],
    ]) {
      const { x, t } = scene(n, k);
      x[upTo(n)] = Number.NaN;
      const options = { minScore: 0.15, refractory: Math.ceil(k / 2), polarity: "either" } as const;
      const whole = find(x, t, options);
      expect(whole.length).toBeGreaterThan(1);
      for (let round = 0; round < 3; round++) expect(await streamed(cutUp(x, most), t, options)).toEqual(whole);
    }
  });

  it("searches channels each, in order of sample and channel, with one template or one for each", async () => {
    const [a, b, c] = [scene(6000, 30), scene(6000, 30), scene(6000, 30)];
    const x = Float64Array.from({ length: 18000 }, (_, i) => [a, b, c][i % 3].x[Math.floor(i / 3)]);
    const alone = [a, b, c].map(({ x }, channel) => find(x, a.t, { minScore: 0.3 }).map((f) => ({ ...f, channel })));
    const expected = alone.flat().sort((p, q) => p.sample - q.sample || p.channel - q.channel);
    expect(find(signalFrom(x, { width: 6000, channels: 3 }), a.t, { minScore: 0.3 })).toEqual(expected);
    expect(await streamed(cutUp(x, 500, 3), a.t, { minScore: 0.3, channels: 3 })).toEqual(expected);
    const t = signalFrom(
      Float64Array.from({ length: 90 }, (_, i) => [a, b, c][i % 3].t[Math.floor(i / 3)]),
      { width: 30, channels: 3 },
    );
    const paired = [a, b, c].flatMap(({ x, t }, channel) => find(x, t).map((f) => ({ ...f, channel })));
    expect(find(signalFrom(x, { width: 6000, channels: 3 }), t)).toEqual(
      paired.sort((p, q) => p.sample - q.sample || p.channel - q.channel),
    );
  });

  it("agrees with SciPy's find_peaks on scores in long doubles", () => {
    const table = JSON.parse(
      readFileSync(fileURLToPath(new URL("../../fixtures/golden/find.json", import.meta.url)), "utf8"),
    ) as {
      cases: {
        x: { data: number[] };
        t: { data: number[] };
        minScore: number;
        refractory: number;
        scores: { data: number[] };
        found: Record<Polarity, number[]>;
      }[];
    };
    expect(table.cases.length).toBe(6);
    for (const { x, t, minScore, refractory, scores, found } of table.cases) {
      for (const polarity of POLARITIES) {
        const own = find(x.data, t.data, { minScore, refractory, polarity });
        expect(own.map((f) => f.sample)).toEqual(found[polarity]);
        for (const { sample, score } of own) expect(Math.abs(score - scores.data[sample])).toBeLessThan(1e-12);
      }
    }
  });

  it("loses no digit to a level or to a spike", () => {
    const { x, t } = scene(4000, 50);
    const plain = brief(
      find(
        x.map((v) => Math.fround(v)),
        t,
        { minScore: 0.3 },
      ),
    );
    expect(
      brief(
        find(
          x.map((v) => Math.fround(v) + 2 ** 22),
          t,
          { minScore: 0.3 },
        ),
      ),
    ).toEqual(plain);
    const spiked = x.map((v) => Math.fround(v));
    spiked[2000] = 1e15;
    const clear = plain.filter(([sample]) => sample < 1900 || sample > 2050);
    expect(clear.length).toBeGreaterThan(10);
    const seen = brief(find(spiked, t, { minScore: 0.3 }));
    for (const one of clear) expect(seen).toContainEqual(one);
  });

  it("scores 1 where the template stands as it is, also at both ends", () => {
    const x = noise(3000);
    for (const [from, k] of [
      [0, 300],
      [2900, 100],
      [1234, 77],
      [0, 3000],
    ])
      expect(find(x, x.subarray(from, from + k), { minScore: 1 })).toEqual([
        { sample: from, channel: 0, score: 1, polarity: "positive" },
      ]);
  });

  it("finds nothing in flat stretches, over missing samples, and in inputs that are shorter", () => {
    const t = [0, 1, 2, 1, 0];
    expect(find(new Float64Array(100).fill(0.1), t, { minScore: 0.001 })).toEqual([]);
    expect(find([1, 2], t)).toEqual([]);
    expect(find([0, 1, 2, 1, 0], t)).toHaveLength(1);
    for (const bad of [Number.NaN, Infinity, -Infinity]) {
      expect(find([0, 1, bad, 1, 0, 9, 9], t, { minScore: 0.1 })).toEqual([]);
      expect(brief(find([bad, 0, 1, 2, 1, 0, bad], t))).toEqual([[1, 1]]);
    }
  });

  it("takes the first of peaks that are equally high and close", () => {
    const t = [0, 1, 0];
    expect(brief(find([0, 1, 0, 1, 0, 1, 0], t, { refractory: 3 }))).toEqual([
      [0, 1],
      [4, 1],
    ]);
  });

  it("tells an occurrence as soon as it is certain", async () => {
    const { t } = scene(100, 40);
    const x = noise(400, 0.1);
    x.set(t, 100);
    let sent = 0;
    function* slowly(): Generator<Float64Array> {
      for (; sent < x.length; sent++) {
        yield x.subarray(sent, sent + 1);
        yield new Float64Array(0);
      }
    }
    const first = await findIn(slowly(), t).next();
    expect(first.value).toMatchObject({ sample: 100 });
    // 40 samples behind the window, another one could be too near and higher. Window 139 ends with sample 178.
    expect(sent).toBe(100 + 39 + 39 + 1);
  });

  it("refuses what it cannot search by", () => {
    const x = [1, 2, 3, 4];
    expect(failureOf(() => find(x, [5, 5, 5]))).toBe(
      "input 3: --template: the template is flat: all its samples are equal. Give one with a shape: level and size do not count, so nothing is like a flat one.",
    );
    expect(failureOf(() => find(x, [5]))).toBe(
      "input 3: --template: the template has 1 sample. Give at least two: level and size do not count, so one sample is like any other.",
    );
    expect(failureOf(() => find(x, [1, Number.NaN]))).toBe(
      "input 3: --template: sample 1 of the template is NaN. Give finite samples.",
    );
    for (const minScore of [0, 1.5, Number.NaN])
      expect(failureOf(() => find(x, [1, 2], { minScore }))).toBe(
        `usage 2: --min-score: ${minScore} is no score to reach. Give a number above 0, at most 1.`,
      );
    expect(failureOf(() => find(x, [1, 2], { refractory: 0 }))).toBe(
      "usage 2: --refractory: 0 is no number of samples. Give a whole number from 1 up.",
    );
    expect(
      failureOf(() =>
        find(
          signalFrom([
            [1, 2],
            [3, 4],
          ]),
          [1, 2],
        ),
      ),
    ).toBe("input 3: input: is a plane, and find compares signals. Give a line of samples.");
    expect(
      failureOf(() =>
        find(signalFrom(x, { width: 2, channels: 2 }), signalFrom([1, 2, 3, 4, 5, 7], { width: 2, channels: 3 })),
      ),
    ).toBe(
      "usage 2: --template: the template has 3 channels, the input 2. Use a template of one channel, or of as many as are searched.",
    );
  });
});

describe("the scores that a watcher sees", () => {
  it.each([0, 1e9])("are those of all windows in order, to 1e-3, however the line is cut (level %d)", (level) => {
    const { x, t } = scene(3000, 40, level);
    x[700] = NaN;
    x.fill(level, 1200, 1260);
    const seen: number[] = [];
    const finder = new Finder(1, [t], {}, (channel, window, score) => {
      expect([channel, window]).toEqual([0, seen.length]);
      seen.push(score);
    });
    for (const block of cutUp(x, 900))
      if (block.length === 0) finder.flush();
      else finder.push(block);
    finder.end();
    const right = naiveScores(x, t);
    expect(seen.length).toBe(right.length);
    for (const [i, r] of right.entries()) {
      if (Number.isNaN(r)) expect(seen[i]).toBeNaN();
      else expect(Math.abs(seen[i] - r)).toBeLessThan(2e-3);
    }
  });

  it("have the number of their channel", () => {
    const last = new Map<number, number>();
    const finder = new Finder(2, [Float64Array.of(0, 1)], {}, (channel, _, score) => last.set(channel, score));
    finder.push([5, 5, 6, 4]);
    finder.end();
    expect([...last]).toEqual([
      [0, 1],
      [1, -1],
    ]);
  });
});
