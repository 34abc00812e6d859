/** A drawing as SVG. Letters are outlines, so every viewer shows the same, with or without fonts. */

import type { Drawing, ImageShape, PathShape, Rect, TextShape } from "./drawing.js";
import { pixel, rectPath } from "./drawing.js";
import { GLYPHS, UNITS_PER_EM } from "./font/glyphs.js";
import { BOX, glyphOf, textWidth } from "./font/measure.js";

export function drawingSvg({ width, height, title, shapes }: Drawing): string {
  const glyphs = new Map<string, string>();
  const clips = new Map<string, string>();
  const body = shapes.map((shape) =>
    shape.kind === "text" ? textSvg(shape, glyphs) : shape.kind === "path" ? pathSvg(shape, clips) : imageSvg(shape),
  );
  const defs = [
    ...[...clips].map(([path, id]) => `<clipPath id="${id}"><path d="${path}"/></clipPath>`),
    ...[...glyphs].map(([character, id]) => `<path id="${id}" d="${glyphOf(character)[1]}"/>`),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    ...(defs.length === 0 ? [] : ["<defs>", ...defs, "</defs>"]),
    `<path d="M0 0h${width}v${height}h${-width}z" fill="#ffffff"/>`,
    ...body,
    "</svg>",
    "",
  ].join("\n");
}

function textSvg(shape: TextShape, glyphs: Map<string, string>): string {
  const { text, x, y, size, anchor, upright, colour = "#222222" } = shape;
  const before = anchor === "start" ? 0 : textWidth(text, size) * (anchor === "middle" ? 0.5 : 1);
  const [left, base] = upright === true ? [x, y + before] : [x - before, y];
  const turn = upright === true ? " rotate(-90)" : "";
  const scale = Math.round((size / UNITS_PER_EM) * 1e6) / 1e6;
  let at = 0;
  let uses = "";
  for (const character of text) {
    const [advance, path] = glyphOf(character);
    if (path !== "") {
      const id = idOf(character);
      glyphs.set(id === UNKNOWN ? "\u{fffd}" : character, id);
      uses += `<use href="#${id}"${at === 0 ? "" : ` x="${at}"`}/>`;
    }
    at += advance;
  }
  const place = `translate(${pixel(left)} ${pixel(base)})${turn} scale(${scale})`;
  return `<g aria-label="${escaped(text)}" fill="${colour}" transform="${place}">${uses}</g>`;
}

const UNKNOWN = "box";
const idOf = (character: string): string =>
  glyphOf(character) === BOX || !GLYPHS.has(character) ? UNKNOWN : `u${character.codePointAt(0)!.toString(16)}`;

function pathSvg(shape: PathShape, clips: Map<string, string>): string {
  const { d, fill = "none", stroke, width = 1, dash, clip, round, crisp } = shape;
  const line = stroke === undefined ? "" : ` stroke="${stroke}" stroke-width="${width}"`;
  const ends = round === true ? ' stroke-linecap="round" stroke-linejoin="round"' : "";
  const edges = crisp === true ? ' shape-rendering="crispEdges"' : "";
  const dashes = dash === undefined ? "" : ` stroke-dasharray="${dash}"`;
  return `<path d="${d}" fill="${fill}"${line}${ends}${dashes}${edges}${clip === undefined ? "" : ` clip-path="url(#${clipId(clip, clips)})"`}/>`;
}

function clipId(clip: Rect, clips: Map<string, string>): string {
  const path = rectPath(clip);
  const id = clips.get(path) ?? `clip${clips.size + 1}`;
  clips.set(path, id);
  return id;
}

function imageSvg({ x, y, width, height, png }: ImageShape): string {
  const box = `x="${pixel(x)}" y="${pixel(y)}" width="${pixel(width)}" height="${pixel(height)}"`;
  const href = `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
  return `<image ${box} preserveAspectRatio="none" style="image-rendering:pixelated" href="${href}"/>`;
}

/** Text for XML, without the characters that XML cannot hold. */
const escaped = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is its job
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/gu, "\u{fffd}")
    .replace(/[&<>"]/g, (c) => `&${{ "&": "amp", "<": "lt", ">": "gt", '"': "quot" }[c]};`);
