import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { buildNamed, isNamed, nearestName } from "../../src/kernels/parse-named.js";

function refusal(text: string): string {
  try {
    buildNamed(text, 2);
  } catch (e) {
    if (e instanceof UserError && e.exitCode === 2) return e.message;
    throw e;
  }
  return "accepted";
}

describe("names of kernels", () => {
  it("are told from files and inline numbers", () => {
    for (const text of ["box:5", "sobel", "gausian:sigma=2", "identity", "Box:3"]) expect(isNamed(text)).toBe(true);
    for (const text of [
      "./box",
      "box.csv",
      "C:\\k.txt",
      "0 1 0",
      "-1,0,1",
      "1:2",
      "",
      "kernels/a.json",
      "i",
      "boxes",
    ]) {
      expect(isNamed(text)).toBe(false);
    }
  });

  it("have a nearest name for words that are none", () => {
    expect(nearestName("guassian")).toBe("gaussian");
    expect(nearestName("photograph")).toBeUndefined();
  });

  it("take values by position, by name, and as fractions", () => {
    expect(buildNamed("gaussian:2,3", 1).width).toBe(13);
    expect(buildNamed("gaussian: sigma = 1/2 , truncate=2", 1).width).toBe(3);
    expect(buildNamed("box:size=5x3", 2).height).toBe(3);
    expect(buildNamed("box:05", 1).width).toBe(5);
  });

  it.each([
    [
      "gausian:sigma=2",
      'no kernel is called "gausian". Did you mean "gaussian"? "convxcorr kernel list" shows all names.',
    ],
    ["photograph:1", 'no kernel is called "photograph". "convxcorr kernel list" shows all names.'],
    ["__proto__", 'no kernel is called "__proto__". "convxcorr kernel list" shows all names.'],
    ["box", 'box needs size (taps along each axis: 5 (on planes 5x5) or 5x3 (width x height)). Write it as "box:5".'],
    ["box:", 'box has an empty value in "". It takes size, as in "box:5x3".'],
    ["box:5,", 'box has an empty value in "5,". It takes size, as in "box:5x3".'],
    ["box:5,3", '"3" is one value more than box has. It takes size, as in "box:5x3".'],
    ["sharpen:2", '"2" is one value more than sharpen has. It takes no values.'],
    ["box:siez=3", 'box has no parameter "siez". Did you mean "size"? It takes size, as in "box:5x3".'],
    ["box:0", 'box: size="0" is out of range. It must be at least 1 and at most 16777216 along each axis.'],
    ["box:5x", 'box: size="5x" is no size. Give a number of taps, as 5, or width x height, as 5x3.'],
    ["box:-3", 'box: size="-3" is no size. Give a number of taps, as 5, or width x height, as 5x3.'],
    ["box:5000", "box would have 5000×5000 taps. A kernel has at most 16777216 taps."],
    ["binomial:58", 'binomial: size="58" is out of range. It must be at least 1 and at most 57 along each axis.'],
    [
      "binomial:31",
      "binomial:31x31 has taps beyond 2^53, which are no longer exact. Use at most 30x30, or gaussian:sigma=S with S = sqrt(n - 1)/2.",
    ],
    ["gaussian:sigma=0", 'gaussian: sigma="0" is out of range. It must be above 0 and at most 1000000.'],
    ["gaussian:sigma=2x", 'gaussian: sigma="2x" is not a number. Give a number.'],
    ["gaussian:nan", 'gaussian: sigma="nan" is not finite. Give a number.'],
    ["gaussian:1e400", 'gaussian: sigma="1e400" is beyond the range of a 64-bit float. Give a number.'],
    ["gaussian:1,sigma=2", "gaussian has sigma twice. Give it once."],
    [
      "gaussian:sigma=2,3",
      '"3" has no name, but stands after values that have one. It takes sigma, truncate, size, sigma-y, as in "gaussian:1,sigma-y=2".',
    ],
    ["gaussian:1e-200,size=4", "every tap of gaussian with sigma=1e-200 is 0. Give a larger sigma or an odd size."],
    ["gaussian:1e6,1e300", "gaussian would have 2e+306×2e+306 taps. A kernel has at most 16777216 taps."],
    ["log:1,size=4", "log of 4x4 taps has no middle. Give an odd size."],
    ["log:1,size=1", "log of one tap is 0. Give a larger sigma, truncate or size."],
    ["sobel:z", 'sobel: direction="z" is no word it knows. It is one of x, y.'],
    ["laplacian:6", 'laplacian: neighbours="6" is no word it knows. It is one of 4, 8.'],
    ["savgol:6,2", "savgol: window 6 is even. Give an odd window: the fit is read at its middle."],
    ["savgol:5,5", "savgol: order 5 is not below window 5. Give a lower order."],
    ["savgol:5,2,3", "savgol: derivative 3 of a polynomial of degree 2 is 0. Give deriv at most order."],
    ["savgol:5.5,2", 'savgol: window="5.5" is not whole. Give a whole number.'],
    ["sinc:low,0.5,11", 'sinc: cutoff="0.5" is out of range. It must be above 0 and below 0.5.'],
    [
      "sinc:low,cutoff=0.1,cutoff2=0.2,taps=11",
      "sinc: cutoff2 is given, but type=low has one cutoff. Use type=band or type=stop.",
    ],
    [
      "sinc:band,cutoff=0.1,taps=11",
      "sinc: cutoff2 is missing. type=band needs two: cutoff=F1,cutoff2=F2 with F1 < F2.",
    ],
    [
      "sinc:stop,cutoff=0.2,cutoff2=0.2,taps=11",
      "sinc: cutoff2 is not above cutoff. type=stop needs two: cutoff=F1,cutoff2=F2 with F1 < F2.",
    ],
    [
      "sinc:high,0.1,10",
      "sinc: an even number of taps (10) cannot pass the Nyquist frequency, as type=high has to. Give an odd number of taps.",
    ],
    ["sinc:low,0.1,11,window=kaiser", "sinc: window=kaiser has no beta. Give beta, as beta=8.6."],
    [
      "sinc:low,0.1,11,beta=3",
      "sinc: beta is given, but window=hamming has none. Use window=kaiser or leave beta out.",
    ],
    ["sinc:low,0.1,2,window=hann", "sinc: the gain of these taps is 0, so they cannot be scaled to 1. Give more taps."],
  ])("%s is refused with a reason and a remedy", (text, message) => {
    expect(refusal(text)).toBe(`--kernel: ${message}`);
  });
});
