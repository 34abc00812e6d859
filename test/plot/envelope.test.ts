import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Envelope } from "../../src/plot/envelope.js";

/** Samples as an envelope of at most so many stretches. */
function envelopeOf(samples: readonly number[], most: number): Envelope {
  const envelope = new Envelope(most);
  for (const [i, v] of samples.entries()) envelope.add(i, v);
  return envelope;
}

/** The same by looking at each stretch of the whole, the first of equal ones. */
function naive(samples: readonly number[], size: number): { at: number[]; y: number[] } {
  const [at, y]: [number[], number[]] = [[], []];
  for (let from = 0; from < samples.length; from += size) {
    const stretch = samples.slice(from, from + size);
    const finite = stretch.filter(Number.isFinite);
    const places = new Set([Math.min(...finite), Math.max(...finite)].map((v) => from + stretch.indexOf(v)));
    for (const i of finite.length === 0 ? [from] : [...places].sort((a, b) => a - b)) {
      at.push(i);
      y.push(finite.length === 0 ? NaN : samples[i]);
    }
  }
  return { at, y };
}

const samples = fc.array(fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constantFrom(NaN, Infinity, -Infinity)), {
  minLength: 1,
  maxLength: 300,
});

describe("the envelope of a stream", () => {
  it("is that of the whole, in stretches of the least power of two for which they have room", () => {
    fc.assert(
      fc.property(samples, fc.constantFrom(2, 4, 10, 64), (line, most) => {
        let size = 1;
        while (Math.ceil(line.length / size) > most) size *= 2;
        expect(envelopeOf(line, most).points()).toEqual(naive(line, size));
      }),
      { numRuns: 500 },
    );
  });

  it("of few samples is the samples, at numbered places, so that axes have whole numbers", () => {
    expect(envelopeOf([3, NaN, -1], 4).series(10, 0.5)).toEqual({ x: { first: 10, step: 0.5 }, y: [3, NaN, -1] });
  });

  it("of many samples has their places", () => {
    expect(envelopeOf([0, 5, -2, 1, 7, 7], 2).series(1, 2)).toEqual({ x: [3, 5, 9], y: [5, -2, 7] });
  });

  it("has gaps where samples were left out", () => {
    const envelope = new Envelope(4);
    for (const at of [1, 6]) envelope.add(at, at);
    expect(envelope.points()).toEqual({ at: [1, 2, 4, 6], y: [1, NaN, NaN, 6] });
  });

  it("ends before a sample, where that is asked for", () => {
    expect(envelopeOf([1, 2, 3, 4], 4).points(2)).toEqual({ at: [0, 1], y: [1, 2] });
    expect(envelopeOf([0, 5, -2, 1, 7, 8], 2).series(0, 1, 5)).toEqual({ x: [1, 2, 4], y: [5, -2, 7] });
  });
});
