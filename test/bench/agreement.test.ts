/** How the benchmarks put the difference of two results into words. */
import { expect, test } from "vitest";
import { agreementText } from "./peers/agreement.js";

test("levels: the same, within one, off by more", () => {
  const ours = Uint8Array.of(1, 2, 3, 4);
  expect(agreementText(Uint8Array.of(1, 2, 3, 4), ours, true)).toBe("same");
  expect(agreementText(Uint8Array.of(1, 2, 3, 5), ours, true)).toBe("within 1 level (25.00 % differ)");
  expect(agreementText(Uint8Array.of(1, 2, 0, 5), ours, true)).toBe("OFF by 3 levels (50.00 % differ)");
});

test("results of different lengths are off", () => {
  expect(agreementText(Uint8Array.of(1), Uint8Array.of(1, 2), true)).toBe("OFF: 1 samples, ours 2");
});

test("floats: a share of the peak, off beyond what the precision explains", () => {
  const ours = Float64Array.of(4, -8);
  expect(agreementText(Float64Array.of(4, -8 + 2 ** -47), ours, false)).toBe("9e-16 of the peak");
  expect(agreementText(Float64Array.of(4, -8.01), ours, false)).toBe("OFF by 1e-3 of the peak");
  expect(agreementText(Float32Array.of(4, -8.0001), ours, false)).toBe("1e-5 of the peak");
});
