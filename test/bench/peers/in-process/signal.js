// scipy.signal: transforms, and the recursive filter used as a plain sum. `lfilter` is one thread.
export const signal = {
  name: "scipy.signal",
  module: "peer_signal",
  threads: [1, 2],
  calls(cell, threads) {
    if (cell.rank !== 1) return [];
    return threads === 1 ? ["oaconvolve", "fftconvolve", "lfilter"] : ["oaconvolve", "fftconvolve"];
  },
};
