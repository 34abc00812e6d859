// Interleaved runs: every candidate once a round, the order turned by one each round, so that a drift of the machine
// hits all of them alike.

/** Wall time and processor time (all threads) of one call, in nanoseconds. */
export async function timed(work) {
  globalThis.gc?.();
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  const result = await work();
  const wall = Number(process.hrtime.bigint() - start);
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: (user + system) * 1000, result };
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
  for (let round = 0; round < most && (round < least || performance.now() < end); round++) {
    for (let i = 0; i < candidates.length; i++) {
      const { name, run, once } = candidates[(i + round) % candidates.length];
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
