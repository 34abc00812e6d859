// numpy.convolve.
export const numpy = {
  name: "numpy",
  module: "peer_numpy",
  threads: [1, 2],
  calls: (cell) => (cell.rank === 1 ? ["convolve"] : []),
};
