/** Delays in real recordings that lie beside the public conformance data (CONVXCORR_CONFORMANCE); else nothing to run. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadSignal } from "../../src/files/load.js";
import { delay } from "../../src/tasks/delay/delay.js";
import { folder } from "../support/conformance.js";

const signals = join(folder ?? "", "../real/signals");

describe.skipIf(folder === undefined || !existsSync(signals))("speech", () => {
  test.each(["cc", "phat"] as const)(
    "a fragment lies 16000 samples (1 s) into its recording, by %s",
    async (method) => {
      const [fragment, recording] = await Promise.all(
        ["speech_fragment.wav", "speech_librivox_a.wav"].map(
          async (name) => (await loadSignal(join(signals, name))).signal,
        ),
      );
      const found = delay(fragment, recording, { method });
      expect(found).toMatchObject({ outcome: "delay", lag: 16_000, delay: 16_000, seconds: 1, polarity: "positive" });
      expect(found.sentence).toMatch(
        /speech_librivox_a\.wav is 16000 samples \(1 s\) later than .*speech_fragment\.wav$/,
      );
      expect(delay(recording, fragment, { method })).toMatchObject({ outcome: "delay", lag: -16_000, delay: -16_000 });
    },
  );

  test("another recording is no match", async () => {
    const [fragment, other] = await Promise.all(
      ["speech_fragment.wav", "speech_librivox_b.wav"].map(
        async (name) => (await loadSignal(join(signals, name))).signal,
      ),
    );
    expect(delay(fragment, other)).toMatchObject({ outcome: "ambiguous" });
  });
});
