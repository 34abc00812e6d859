/** Where a peak of a score map lies between the samples. */
import type { Subpixel } from "../../base/match.js";
import type { Place } from "./report.js";
import type { Scores } from "./scores.js";

/**
 * The peak's place by a fit to its neighbours, at most half a sample from it on each axis. At the edge of the map, beside
 * a score that is none, and where the fit has no peak, an axis keeps the whole place.
 */
export function subpixelPlace(
  { map, exactly }: Pick<Scores, "map" | "exactly">,
  { x, y }: Place,
  method: Exclude<Subpixel, "none">,
): Place {
  const at = (dx: number, dy: number): number => {
    const [px, py] = [x + dx, y + dy];
    const inside = px >= 0 && px < map.width && py >= 0 && py < map.height;
    return inside && !Number.isNaN(map.data[py * map.width + px]) ? exactly(px, py) : Number.NaN;
  };
  const [dx, dy] = method === "parabola" ? [vertex(at, 1, 0), vertex(at, 0, 1)] : surface(at);
  return { x: x + dx, y: y + dy };
}

type Score = (dx: number, dy: number) => number;

/** The vertex of the parabola through three scores: (l − r) / (2(l − 2c + r)). */
function vertex(at: Score, dx: number, dy: number): number {
  const [left, centre, right] = [at(-dx, -dy), at(0, 0), at(dx, dy)];
  return within((left - right) / (2 * (left - 2 * centre + right)));
}

/**
 * The extremum of the quadratic a + bx + cy + dx² + exy + fy² that is nearest to nine scores in the sense of least squares:
 * on a 3×3 grid b and c are mean slopes, d, e and f means of second differences.
 */
function surface(at: Score): readonly [number, number] {
  const steps = [-1, 0, 1];
  const grid = steps.flatMap((y) => steps.map((x) => ({ x, y, score: at(x, y) })));
  const s = (f: (x: number, y: number) => number): number => grid.reduce((sum, p) => sum + f(p.x, p.y) * p.score, 0);
  const b = s((x) => x) / 6;
  const c = s((_, y) => y) / 6;
  const d = s((x) => x * x - 2 / 3) / 2;
  const e = s((x, y) => x * y) / 4;
  const f = s((_, y) => y * y - 2 / 3) / 2;
  const determinant = 4 * d * f - e * e;
  // A saddle has no peak; neither has a plane.
  if (!(determinant > 0)) return [vertex(at, 1, 0), vertex(at, 0, 1)];
  return [within((e * c - 2 * f * b) / determinant), within((e * b - 2 * d * c) / determinant)];
}

/** At most half a sample: beyond that a neighbour is nearer. Without a finite offset there is no peak. */
const within = (offset: number): number => (Number.isFinite(offset) ? Math.max(-0.5, Math.min(0.5, offset)) : 0);
