/** Colours of lines and maps. */
import { cosDegrees, sinDegrees } from "../math/elementary.js";
import { toEncoded } from "../math/srgb.js";

/**
 * Colours for lines on white that people with defects of colour vision tell apart (M. Okabe and K. Ito, "Color universal
 * design", 2008; without its yellow, which is too light).
 */
export const PALETTE = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"] as const;

/** Points, as on a clock line. */
export const RED = "#d40000";

export type Rgb = readonly [red: number, green: number, blue: number];

/** From a number in 0…1 (diverging: -1…1) to a colour. */
export type ColourMap = (t: number) => Rgb;

/** Cells that have no value. */
export const NO_VALUE: Rgb = [176, 176, 176];

/**
 * A colour of Oklab (B. Ottosson, "A perceptual color space for image processing", 2020) by lightness 0…1, chroma and
 * hue in degrees; what sRGB does not have is cut off.
 */
export function oklch(lightness: number, chroma: number, hue: number): Rgb {
  const [r, g, b] = linearOf(lightness, chroma, hue).map((v) =>
    Math.floor(255 * toEncoded(Math.min(Math.max(v, 0), 1)) + 0.5),
  );
  return [r, g, b];
}

/** The same in linear light, 0…1 where sRGB has the colour. */
function linearOf(lightness: number, chroma: number, hue: number): Rgb {
  const [a, b] = [chroma * cosDegrees(hue), chroma * sinDegrees(hue)];
  const cube = (v: number): number => v * v * v;
  const l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
  const m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
  const s = cube(lightness - 0.0894841775 * a - 1.291485548 * b);
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

/** Dark violet by blue and green to light yellow; lightness rises evenly, so it reads right in grey as well. */
const sequential: ColourMap = (t) => oklch(0.24 + 0.7 * t, 0.092 + 0.2 * (t - 0.4) * (t - 0.4), 305 - 200 * t);

/** Blue by white, which is 0, to red. Both arms darken evenly. */
const diverging: ColourMap = (t) =>
  t < 0 ? oklch(1 + 0.5 * t, -t * (0.24 + 0.085 * t), 256) : oklch(1 - 0.5 * t, t * (0.248 - 0.06 * t), 27);

const grey: ColourMap = (t) => {
  const v = Math.floor(255 * t + 0.5);
  return [v, v, v];
};

const steps = (map: ColourMap, low: number): ColourMap => {
  const known: (Rgb | undefined)[] = [];
  return (t) => {
    const n = Math.round(((t - low) / (1 - low)) * STEPS);
    known[n] ??= map(low + (n / STEPS) * (1 - low));
    return known[n];
  };
};

/** Colours of a map; a palette of a PNG has room for them and one more. */
export const STEPS = 250;

export const COLOUR_MAPS: Readonly<Record<"sequential" | "diverging" | "grey", ColourMap>> = {
  sequential: steps(sequential, 0),
  diverging: steps(diverging, -1),
  grey: steps(grey, 0),
};

export const hex = (rgb: Rgb): string => `#${rgb.map((v) => v.toString(16).padStart(2, "0")).join("")}`;

/** Whether dark letters read better on it than white ones (relative luminance, by the weights of Rec. 709). */
export const isLight = ([r, g, b]: Rgb): boolean => 0.2126 * r + 0.7152 * g + 0.0722 * b > 140;
