// OpenCV through Python: the calls a user would write for each kernel.
export const opencv = {
  name: "cv2",
  module: "peer_opencv",
  threads: [1, 2],
  /** The calls for a cell: [call, …]. */
  calls(cell) {
    if (cell.template) return [cell.match ? "CCOEFF_NORMED" : "CCORR"];
    if (cell.rank !== 2) return [];
    const [family] = cell.kernel.split(":");
    if (family === "gaussian") return ["GaussianBlur", "sepFilter2D"];
    if (family === "box") return ["boxFilter"];
    return family === "sobel" ? ["filter2D", "Sobel"] : ["filter2D"];
  },
};
