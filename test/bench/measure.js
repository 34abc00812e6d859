// Interleaved runs: every candidate once a round, in an order that is drawn anew for each round, so that neither a drift
// of the machine nor what the candidate before leaves in the caches hits one of them more than another.
import { generator } from "./data.js";

/** Collects garbage, where the process may. Never between timed runs: it throws compiled code away and takes a core. */
export const collect = () => globalThis.gc?.();

/** Runs that a candidate must have had, and how much quicker the last of them may be than all before: then it is warm. */
const WARM = { runs: 6, lookBack: 3, gain: 0.95 };

/**
 * Runs until the compilers have done their work: until the last runs are hardly quicker than the ones before them, but
 * not longer than `seconds`.
 */
export async function warmUp(run, seconds) {
  const end = performance.now() + 1000 * seconds;
  const walls = [];
  while (performance.now() < end) {
    walls.push((await run()).wall);
    if (walls.length < WARM.runs) continue;
    const before = Math.min(...walls.slice(0, -WARM.lookBack));
    if (Math.min(...walls.slice(-WARM.lookBack)) > WARM.gain * before) return;
  }
}

/** Wall time and processor time (all threads) of one call, in nanoseconds. */
export async function timed(work) {
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  const result = await work();
  const wall = Number(process.hrtime.bigint() - start);
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: (user + system) * 1000, result };
}

/** Calls of a turn, of which the first do not count. */
const [UNCLOCKED, CLOCKED] = [3, 5];

/**
 * A turn: calls of one candidate one after another, as of frames or of the layers of a network; the middle one of those
 * that count. A single call would be measured on caches and cores that the candidate before has left.
 *
 * @param longest nanoseconds from which a single call is turn enough
 */
export async function turn(run, longest = Infinity) {
  const calls = [await run()];
  if (calls[0].wall > longest) return calls[0];
  while (calls.length < UNCLOCKED + CLOCKED) calls.push(await run());
  return calls.slice(UNCLOCKED).sort((a, b) => a.wall - b.wall)[CLOCKED >> 1];
}

/**
 * Runs `candidates` ({ name, run: async () => ({ wall, cpu, … }) }) in rounds until `seconds` have passed, but at least
 * `least` and at most `most` rounds. Returns name → { wall: number[], cpu: number[], last }.
 *
 * A candidate whose `run` throws is left out from then on; its `error` says why.
 */
export async function interleave(candidates, { least, most, seconds }) {
  const runs = new Map(candidates.map(({ name }) => [name, { wall: [], cpu: [], last: undefined, error: undefined }]));
  const end = performance.now() + seconds * 1000;
  const next = generator(1);
  for (let round = 0; round < most && (round < least || performance.now() < end); round++) {
    for (const { name, run, once } of shuffled(candidates, next)) {
      const kept = runs.get(name);
      if (kept.error !== undefined || (once && kept.wall.length > 0)) continue;
      try {
        const last = await run();
        kept.wall.push(last.wall);
        kept.cpu.push(last.cpu);
        kept.last = last;
      } catch (error) {
        kept.error = error instanceof Error ? error.message : String(error);
      }
    }
  }
  return runs;
}

/** The same things in an order drawn from `next` (numbers in [0, 1)). */
export function shuffled(things, next) {
  const all = [...things];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor((i + 1) * next());
    [all[i], all[j]] = [all[j], all[i]];
  }
  return all;
}
