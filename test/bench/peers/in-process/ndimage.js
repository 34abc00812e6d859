// scipy.ndimage: one thread whatever is asked; dense kernels only where they end in time.
export const ndimage = {
  name: "ndimage",
  module: "peer_ndimage",
  threads: [1],
  calls(cell) {
    if (cell.template) return [];
    if (cell.rank === 1) return cell.taps <= 101 ? ["line"] : [];
    const [family] = cell.kernel.split(":");
    if (family === "gaussian") return ["correlate1d"];
    return family === "box" ? ["uniform_filter"] : ["correlate"];
  },
};
