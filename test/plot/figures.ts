/** Figures for tests: those that are committed as drawings, and random ones. */
import fc from "fast-check";
import type { Figure, HeatPanel, LinePanel, Panel } from "../../src/plot/figure.js";

const ramp = (n: number, f: (i: number) => number): number[] => Array.from({ length: n }, (_, i) => f(i));
const zigzag = (i: number): number => Math.abs((i % 20) - 10) - 5;

/** What each kind of panel can show. Only whole numbers and quarters, which are the same everywhere. */
export const COMMITTED: Readonly<Record<string, Figure>> = {
  panels: {
    title: "Two panels <&> one axis",
    x: { label: "time in s" },
    panels: [
      {
        kind: "lines",
        title: "lines, a gap and dots",
        y: { label: "µV ± 2σ" },
        series: [
          { name: "zigzag", x: { first: 0, step: 0.25 }, y: ramp(60, (i) => (i > 20 && i < 26 ? NaN : zigzag(i))) },
          { name: "steps", x: { first: 0, step: 0.25 }, y: ramp(60, (i) => Math.floor(i / 15) * 1.5) },
          { name: "clock", style: "points", x: [2.5, 7.5, 12.5], y: [0, 0, 0] },
        ],
        thresholds: [{ y: 0.5 }, { x: 7 }],
      },
      {
        kind: "lines",
        title: "one alone",
        series: [{ x: { first: 0, step: 0.25 }, y: ramp(60, (i) => (i % 9 === 4 ? i : NaN)) }],
      },
    ],
  },
  stems: {
    width: 360,
    panels: [{ kind: "lines", x: { label: "tap" }, series: [{ style: "stems", y: [1, -4, 6, -4, 1] }] }],
  },
  kernel: {
    width: 320,
    panels: [{ kind: "heat", title: "sobel:x", width: 3, height: 3, values: [-1, 0, 1, -2, 0, 2, -1, 0, NaN] }],
  },
  map: {
    width: 420,
    panels: [
      {
        kind: "heat",
        title: "a map",
        width: 40,
        height: 30,
        values: ramp(1200, (i) => 100 - Math.abs((i % 40) - 12) - 2 * Math.abs(Math.floor(i / 40) - 20)),
        x: { first: -20, step: 1, label: "lag" },
        y: { label: "row" },
        marks: [{ x: -8, y: 20 }],
      },
    ],
  },
  boxes: {
    width: 420,
    panels: [
      {
        kind: "heat",
        title: "frames, of which one label lies on another",
        width: 60,
        height: 60,
        colours: "grey",
        reduce: "least",
        values: ramp(3600, (i) => (i % 60) + Math.floor(i / 60)),
        boxes: [
          { x: 9.5, y: 19.5, width: 12, height: 8, label: "1", colour: "#d65e00" },
          { x: 11.5, y: 20.5, width: 12, height: 8, label: "2" },
          { x: 39.5, y: -0.5, width: 12, height: 8, label: "3" },
          { x: 52.5, y: 56.5, width: 12, height: 8 },
        ],
      },
    ],
  },
  nothing: {
    width: 240,
    height: 120,
    title: "☃ is not in the table",
    panels: [{ kind: "lines", series: [{ y: [NaN] }] }],
  },
};

const text = fc.oneof(
  fc.constantFrom(
    "t",
    "Signal with noise",
    "Überschrift mit µ ± σ",
    "a name that is longer than most of the others are",
    "☃☃",
  ),
  fc.string({ minLength: 1, maxLength: 60 }),
);
const value = fc.oneof(
  fc.double({ min: -10, max: 10, noNaN: true }),
  fc.double({ noNaN: false }),
  fc.constantFrom(0, 1, 1e9, 1e9 + 0.001, -1e-300, 1e308, NaN, Infinity),
);
const values = fc.array(value, { maxLength: 30 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
const given = (all: object): object => Object.fromEntries(Object.entries(all).filter(([, v]) => v !== undefined));

const series = fc
  .record({
    name: maybe(text),
    y: values,
    style: fc.constantFrom("line", "points", "stems"),
    step: fc.constantFrom(1, 0.01, 3600),
  })
  .map(({ step, ...rest }) => ({ ...given(rest), x: { first: 0, step } }) as LinePanel["series"][number]);
const axis = fc.record({ label: text });
const lines = fc
  .record({
    title: maybe(text),
    series: fc.array(series, { maxLength: 8 }),
    y: maybe(axis),
    x: maybe(axis),
    thresholds: fc.constant([{ y: 0.5 }]),
  })
  .map((all) => ({ kind: "lines", ...given(all) }) as LinePanel);
const place = fc.integer({ min: -2, max: 12 });
const box = fc
  .record({ x: place, y: place, width: fc.nat({ max: 9 }), height: fc.nat({ max: 9 }), label: maybe(text) })
  .map((all) => given(all) as NonNullable<HeatPanel["boxes"]>[number]);
const heat = fc
  .record({
    title: maybe(text),
    width: fc.integer({ min: 1, max: 12 }),
    height: fc.integer({ min: 1, max: 12 }),
    x: maybe(axis),
    y: maybe(axis),
    value,
    boxes: maybe(fc.array(box, { maxLength: 4 })),
  })
  .map(({ value: v, ...all }) => {
    const cells = ramp(all.width * all.height, (i) => v * (i - 3));
    return { kind: "heat", values: cells, width: all.width, height: all.height, ...given(all) } satisfies HeatPanel;
  });

/** Any figure, from the narrowest to wide ones. */
export const anyFigure: fc.Arbitrary<Figure> = fc
  .record({
    title: maybe(text),
    x: maybe(axis),
    width: fc.integer({ min: 200, max: 1200 }),
    panels: fc.array(fc.oneof(lines, heat) as fc.Arbitrary<Panel>, { minLength: 1, maxLength: 5 }),
  })
  .map((all) => given(all) as Figure);
