/** Picture, template and mask as they are compared: alpha apart, colours together or as luminance. */
import { allocate, isComplex, isInteger, isShared, typeOfSamples } from "../../base/element.js";
import { inputError } from "../../base/errors.js";
import type { MatchOptions } from "../../base/match.js";
import { type Signal, shapeText } from "../../base/signal.js";
import type { Field } from "../../engine/problem.js";
import { withoutAlpha } from "../filter/colour.js";

export interface Planes {
  readonly image: Field;
  readonly template: Field;
  /** One a pixel of the template; absent where all weigh alike. */
  readonly weights?: Float64Array;
  /** The greatest weight, which counts as 1. */
  readonly unit: number;
  readonly maskFrom: "none" | "alpha" | "mask";
  readonly notes: readonly string[];
}

/** @throws UserError (3) for data that cannot be compared */
export function planesOf(
  image: Signal,
  template: Signal,
  mask: Signal | undefined,
  { luminance = false, ignoreAlpha = false }: MatchOptions,
): Planes {
  for (const s of [image, template, ...(mask ? [mask] : [])]) requirePlane(s);
  const notes: string[] = [];
  if (image.about.alpha === true) notes.push("the alpha of the picture was left out: its colours count as they are");
  const alpha = template.about.alpha === true && !ignoreAlpha && !mask;
  if (template.about.alpha === true && !alpha) notes.push("the alpha of the template was left out");
  const planes = [image, template].map((s) => (luminance ? luminanceOf(coloursOf(s)) : coloursOf(s)));
  const [a, b] = planes;
  if (a.channels !== b.channels) {
    throw inputError(
      template.about.source,
      `the template has ${colours(b)}, ${image.about.source} has ${colours(a)}`,
      luminance ? "Give both the same channels" : "Use --luminance to compare brightness alone, or convert one of them",
    );
  }
  if (b.width > a.width || b.height > a.height) {
    throw inputError(
      template.about.source,
      `the template is ${b.width}×${b.height} and the picture ${a.width}×${a.height}, so it fits nowhere`,
      "Give a smaller template (the two are never swapped)",
    );
  }
  const bad = b.data.findIndex((v) => !Number.isFinite(v));
  if (bad >= 0) {
    const p = Math.floor(bad / b.channels);
    const place = `${p % b.width},${Math.floor(p / b.width)}`;
    throw inputError(
      template.about.source,
      `the template's pixel ${place} is ${b.data[bad]}`,
      "Set it to a number, and leave it out with --mask",
    );
  }
  const given = mask ? maskWeights(mask, template) : alpha ? alphaWeights(template) : undefined;
  const common = { image: a, template: b, notes };
  // Where every pixel weighs the same there is no mask.
  if (!given || given.weights.every((w) => w === given.unit)) return { ...common, unit: 1, maskFrom: "none" };
  const maskFrom = mask ? "mask" : "alpha";
  // Weights of one size are all 1, however the mask says it.
  if (!given.weights.every((w) => w === 0 || w === given.unit)) return { ...common, ...given, maskFrom };
  return { ...common, weights: given.weights.map((w) => (w === 0 ? 0 : 1)), unit: 1, maskFrom };
}

function requirePlane(s: Signal): void {
  if (s.rank === 1) {
    throw inputError(s.about.source, `it is a signal of ${shapeText(s)}`, "Give a picture or another plane");
  }
  if (isComplex(s.type)) throw inputError(s.about.source, "its samples are complex", "Give real ones");
  if (s.width * s.height * s.channels === 0)
    throw inputError(s.about.source, "there are no samples", "Give at least one");
}

const colours = ({ channels }: Field): string => `${channels} colour channel${channels === 1 ? "" : "s"}`;

const coloursOf = (s: Signal): Field => {
  const { data, width, height, channels } = s;
  const field = { data, width, height, channels };
  return s.about.alpha === true ? withoutAlpha(field) : field;
};

/**
 * Rec. 601 luma, (299 R + 587 G + 114 B) / 1000 of the stored values, as OpenCV and most others have it; rounded to
 * nearest in integer types. What has other than three channels stays as it is.
 */
function luminanceOf(field: Field): Field {
  const { data, channels, width, height } = field;
  if (channels !== 3) return field;
  const type = typeOfSamples(data);
  const out = allocate(type, width * height, isShared(data));
  const round = isInteger(type);
  for (let p = 0, i = 0; p < out.length; p++, i += 3) {
    const y = (299 * data[i] + 587 * data[i + 1] + 114 * data[i + 2]) / 1000;
    out[p] = round ? Math.round(y) : y;
  }
  return { data: out, width, height, channels: 1 };
}

interface Weights {
  readonly weights: Float64Array;
  readonly unit: number;
}

function maskWeights(mask: Signal, template: Signal): Weights {
  const field = coloursOf(mask);
  const place = mask.about.source;
  if (field.channels !== 1) {
    throw inputError(place, `the mask has ${colours(field)}`, "Give a grey picture");
  }
  if (field.width !== template.width || field.height !== template.height) {
    const [m, t] = [field, template].map((s) => `${s.width}×${s.height}`);
    throw inputError(place, `the mask is ${m} and the template ${t}`, "Give a mask of the template's extent");
  }
  return weightsOf(Float64Array.from(field.data), place);
}

function alphaWeights({ data, channels, about }: Signal): Weights {
  const pixels = data.length / channels;
  return weightsOf(
    Float64Array.from({ length: pixels }, (_, p) => data[p * channels + channels - 1]),
    about.source,
  );
}

function weightsOf(weights: Float64Array, place: string): Weights {
  const bad = weights.find((w) => !(w >= 0 && w < Number.POSITIVE_INFINITY));
  if (bad !== undefined) throw inputError(place, `the mask has the weight ${bad}`, "Give weights from 0 up");
  const unit = weights.reduce((m, w) => Math.max(m, w), 0);
  if (unit === 0) {
    throw inputError(place, "the mask leaves nothing of the template", "Give some pixels a weight above 0");
  }
  return { weights, unit };
}
