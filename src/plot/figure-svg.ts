/** A figure as SVG. */
import type { Figure } from "./figure.js";
import { layout } from "./layout.js";
import { drawingSvg } from "./svg.js";

/**
 * The figure as the text of an SVG: the same bytes on every machine, and the same picture with or without fonts.
 * @throws usageError where its width or height leaves no room for its panels
 */
export const figureSvg = (figure: Figure): string => drawingSvg(layout(figure));
