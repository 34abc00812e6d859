/** Template matching: where in a picture a smaller one lies. Pure: no files, no process, no clock. */
import { isShared } from "../../base/element.js";
import { isDistance, type MatchOptions } from "../../base/match.js";
import type { Signal } from "../../base/signal.js";
import { printable } from "../../base/text.js";
import type { Pool } from "../../engine/pool.js";
import { runSteps, runStepsAsync, type Steps, type ThreadOptions } from "../steps.js";
import { type Settled, settled } from "./options.js";
import { findPeaks, type Peak } from "./peaks.js";
import { type Planes, planesOf } from "./planes.js";
import { prepare } from "./prepare.js";
import type { Match, MatchReport, PlaneReport } from "./report.js";
import { type Scores, scoresOf } from "./scores.js";
import { subpixelPlace } from "./subpixel.js";

export interface Matched {
  readonly report: MatchReport;
  /**
   * The score of each place, (W−w+1)×(H−h+1), f32 (f64 for `ccorr`, `ccoeff` and `ssd`): element x, y is that of the template's top-left corner at x, y. Places
   * with a missing sample are 0, and infinite in `ssd` and `ssd-norm`.
   */
  readonly map: Signal;
}

/**
 * Finds a template in a picture. The score of a place compares the window I there with the template T by the formula of the
 * method (see `MatchMethod`); a window or template without contrast scores 0 in `zncc` and `ncc` (1 in `ssd-norm`).
 * Every score is within 1e-6 of the one that windows summed one by one give, whatever the algorithm.
 *
 * @param image,template planes of real samples with the same colour channels; alpha of the picture is left out, that of the
 *   template is its mask
 * @param mask weights of the template's pixels: one channel, the template's extent; over the greatest of them
 * @throws UserError with `exitCode` 2 for a call and 3 for data that cannot be
 */
export function match(image: Signal, template: Signal, options: MatchOptions = {}, mask?: Signal): Matched {
  return runSteps(matchSteps(image, template, options, mask));
}

/**
 * `match` on threads, without blocking for long. Leaves no thread behind.
 * @throws as `match`; and the reason of `signal` when it is aborted
 */
export function matchAsync(
  image: Signal,
  template: Signal,
  options: MatchOptions = {},
  { mask, ...threads }: ThreadOptions & { readonly mask?: Signal } = {},
): Promise<Matched> {
  return runStepsAsync((pool) => matchSteps(image, template, options, mask, pool), threads);
}

export function* matchSteps(
  image: Signal,
  template: Signal,
  options: MatchOptions,
  mask?: Signal,
  pool?: Pool,
): Steps<Matched> {
  const asked = settled(options);
  const planes = planesOf(image, template, mask, options);
  const shared = pool !== undefined && pool.threads > 1;
  const prepared = prepare(planes, asked.method, image.about.source, shared || isShared(image.data));
  const scores = yield* scoresOf(
    prepared,
    asked.algorithm,
    { source: image.about.source, medium: "array" },
    shared ? pool : undefined,
  );
  const request = {
    ...asked,
    distance: isDistance(asked.method),
    width: template.width,
    height: template.height,
    exactly: scores.exactly,
  };
  const { peaks, best } = findPeaks(scores.map, request);
  const flat = prepared.score.spread === 0;
  const report = reportOf({ image, template, options, asked, planes, scores, peaks, best, flat });
  fillMissing(scores, asked);
  return { report, map: scores.map };
}

/** Of a place that cannot match the map says that it does not. */
function fillMissing({ map, accounts }: Scores, { method }: Settled): void {
  if (accounts.nan === 0) return;
  const value = isDistance(method) ? Number.POSITIVE_INFINITY : 0;
  for (let i = 0; i < map.data.length; i++) if (Number.isNaN(map.data[i])) map.data[i] = value;
}

interface Parts {
  readonly image: Signal;
  readonly template: Signal;
  readonly options: MatchOptions;
  readonly asked: Settled;
  readonly planes: Planes;
  readonly scores: Scores;
  readonly peaks: readonly Peak[];
  readonly best: readonly Peak[];
  readonly flat: boolean;
}

function reportOf({ image, template, options, asked, planes, scores, peaks, best, flat }: Parts): MatchReport {
  const { map, accounts, error, plan, threads } = scores;
  const { weights, unit, maskFrom } = planes;
  return {
    schema: 1,
    method: asked.method,
    image: planeReport(image),
    template: { ...planeReport(template), flat },
    mask:
      !weights || maskFrom === "none"
        ? null
        : {
            from: maskFrom,
            pixels: weights.reduce((n, w) => n + (w > 0 ? 1 : 0), 0),
            weight: weights.reduce((s, w) => s + w, 0) / unit,
          },
    colours: options.luminance === true ? "luminance" : "together",
    limit: asked.limit ?? null,
    top: asked.top,
    overlap: asked.overlap,
    subpixel: asked.subpixel,
    matches: peaks.map((p) => matchOf(p, scores, template, asked)),
    best: best.at(0) ?? null,
    second: best.at(1) ?? null,
    ratio: ratioOf(best, asked),
    windows: { total: map.width * map.height, flat: accounts.flat, missing: accounts.nan },
    computed: {
      algorithm: plan.algorithm,
      forced: plan.forced,
      threads,
      errorBound: error,
      recomputed: accounts.recomputed,
    },
    notes: planes.notes,
  };
}

const planeReport = ({ about, width, height, channels, type }: Signal): PlaneReport => ({
  source: printable(about.source),
  width,
  height,
  channels,
  type,
});

function matchOf(peak: Peak, scores: Scores, { width, height }: Signal, { subpixel }: Settled): Match {
  const { x, y, score } = peak;
  return {
    x,
    y,
    width,
    height,
    centre: { x: x + (width - 1) / 2, y: y + (height - 1) / 2 },
    score,
    ...(subpixel === "none" ? {} : { subpixel: subpixelPlace(scores, peak, subpixel) }),
  };
}

/** Null where there are no two places, and where scores have no common zero to be compared from. */
function ratioOf([best, second]: readonly (Peak | undefined)[], { method }: Settled): number | null {
  if (best === undefined || second === undefined) return null;
  const [less, more] = isDistance(method) ? [best.score, second.score] : [second.score, best.score];
  if (!(more > 0)) return null;
  return Math.max(0, less / more);
}
