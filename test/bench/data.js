// Seeded samples: pictures that look a little like photographs (so that codecs do ordinary work), and signals.

/** mulberry32: numbers in [0, 1), the same in every run. */
export function generator(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const ARRAYS = { u8: Uint8Array, u16: Uint16Array, i16: Int16Array, f32: Float32Array, f64: Float64Array };
const GREATEST = { u8: 255, u16: 65535, i16: 32767, f32: 1, f64: 1 };

/** Waves, blocks with hard edges, a little noise: width × height × channels samples of a type, interleaved. */
export function pictureSamples({ type, width, height, channels, seed }) {
  const next = generator(seed);
  const data = new ARRAYS[type](width * height * channels);
  const greatest = GREATEST[type];
  const whole = !type.startsWith("f");
  const waves = Array.from({ length: channels }, () => [3 + 9 * next(), 2 + 7 * next(), 6.28 * next()]);
  const blocks = Array.from({ length: 4096 }, () => 0.5 * next());
  const across = waves.map(([f, , phase]) =>
    Float64Array.from({ length: width }, (_, x) => 0.18 * Math.sin((f * 6.28 * x) / width + phase)),
  );
  let i = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const block = blocks[((y >> 6) * 61 + (x >> 6)) & 4095];
      for (let c = 0; c < channels; c++) {
        const down = 0.12 * Math.sin((waves[c][1] * 6.28 * y) / height);
        const value = greatest * Math.min(1, Math.max(0, 0.25 + block + across[c][x] + down + 0.04 * (next() - 0.5)));
        data[i++] = whole ? Math.round(value) : value;
      }
    }
  }
  return data;
}

/** A wave with noise, f64; six decimals, as tables have them. */
export function signalSamples(length, seed) {
  const next = generator(seed);
  const data = new Float64Array(length);
  for (let i = 0; i < length; i++) data[i] = Math.round(1e6 * (Math.sin(i / 50) + 0.5 * (next() - 0.5))) / 1e6;
  return data;
}
