/** Kernels that are wrong, of every kind. */
import { refuses } from "./refusals.js";

const FILES = {
  "c.csv": "1\n2\n3\n",
  "m.csv": "1,2,3\n4,5,6\n7,8,9\n",
};

refuses("no kernel", FILES, [
  [
    "conv c.csv",
    2,
    "--kernel: no kernel is given. Give taps such as 1,2,1, a name such as gaussian:sigma=2, or a file.",
  ],
  ["conv -k", 2, "--kernel: has no value. Write --kernel <k>."],
  ["conv -k ''", 2, "INPUT: is missing. Call it as: convxcorr conv [options] <input>."],
  ["conv -k ' ' c.csv", 2, "--kernel: it is empty. Give taps such as 1,2,1, a name, or a file."],
  ["conv -k '' c.csv", 2, "--kernel: it is empty. Give taps such as 1,2,1, a name, or a file."],
]);

refuses("inline taps that are wrong", FILES, [
  ["conv -k '1 2; 3' c.csv", 2, "--kernel: row 2 has 1 tap, row 1 has 2 (character 6). Give all rows the same length."],
  ["conv -k 1,a c.csv", 2, '--kernel: "a" is not a number (character 3). Taps are written as -0.5, 1e-3, 2/3 or 1+2i.'],
  ["conv -k a,1 c.csv", 2, '--kernel: "a" is not a number (character 1). Taps are written as -0.5, 1e-3, 2/3 or 1+2i.'],
  [
    "conv -k nan,1 c.csv",
    2,
    '--kernel: "nan" is not finite (character 1). Taps are written as -0.5, 1e-3, 2/3 or 1+2i.',
  ],
  ["conv -k inf c.csv", 2, '--kernel: "inf" is not finite (character 1). Taps are written as -0.5, 1e-3, 2/3 or 1+2i.'],
  [
    "conv -k 1,,2 c.csv",
    2,
    "--kernel: tap 2 of row 1 is empty (character 3). Taps are written as -0.5, 1e-3, 2/3 or 1+2i.",
  ],
  [
    "conv -k ';' c.csv",
    3,
    ';: there is neither a file nor a kernel of this name. Check the path; "convxcorr kernel list" shows the names.',
  ],
  ["conv -k '1;;2' c.csv", 2, "--kernel: row 2 is empty (character 3). Leave out one of the semicolons."],
  [
    "conv -k '1 2,3' c.csv",
    2,
    "--kernel: commas and blanks both separate taps here (character 4). Separate all taps by commas or all by blanks; a decimal comma is never read as one.",
  ],
  ["conv -k 1/0 c.csv", 2, '--kernel: "1/0" divides by 0 (character 1). Taps are written as -0.5, 1e-3, 2/3 or 1+2i.'],
  [
    "conv -k 1e999 c.csv",
    2,
    '--kernel: "1e999" is beyond the range of a 64-bit float (character 1). Taps are written as -0.5, 1e-3, 2/3 or 1+2i.',
  ],
  [
    "conv -k 0x10,1 c.csv",
    2,
    '--kernel: "0x10" is not a number (character 1). Taps are written as -0.5, 1e-3, 2/3 or 1+2i.',
  ],
]);

refuses("names of kernels that are wrong", FILES, [
  [
    "conv -k gausian:sigma=2 c.csv",
    2,
    '--kernel: no kernel is called "gausian". Did you mean "gaussian"? "convxcorr kernel list" shows all names.',
  ],
  [
    "conv -k gausian c.csv",
    3,
    'gausian: there is neither a file nor a kernel of this name. Did you mean the kernel "gaussian"?',
  ],
  [
    "conv -k nosuch c.csv",
    3,
    'nosuch: there is neither a file nor a kernel of this name. Check the path; "convxcorr kernel list" shows the names.',
  ],
  ["conv -k nosuch:3 c.csv", 2, '--kernel: no kernel is called "nosuch". "convxcorr kernel list" shows all names.'],
  ["conv -k no/such c.csv", 3, "no/such: there is no such file. Check the path."],
  [
    "conv -k gaussian c.csv",
    2,
    '--kernel: gaussian needs sigma (standard deviation, in samples). Write it as "gaussian:sigma=2".',
  ],
  [
    "conv -k gaussian:sigma=-1 c.csv",
    2,
    '--kernel: gaussian: sigma="-1" is out of range. It must be above 0 and at most 1000000.',
  ],
  [
    "conv -k gaussian:sigm=2 c.csv",
    2,
    '--kernel: gaussian has no parameter "sigm". Did you mean "sigma"? It takes sigma, truncate, size, sigma-y, as in "gaussian:1,sigma-y=2".',
  ],
  ["conv -k gaussian:sigma=x c.csv", 2, '--kernel: gaussian: sigma="x" is not a number. Give a number.'],
  [
    "conv -k gaussian:2,3,4,5,6 c.csv",
    2,
    '--kernel: "6" is one value more than gaussian has. It takes sigma, truncate, size, sigma-y, as in "gaussian:1,sigma-y=2".',
  ],
  [
    "conv -k box:0 c.csv",
    2,
    '--kernel: box: size="0" is out of range. It must be at least 1 and at most 16777216 along each axis.',
  ],
  [
    "conv -k box:2.5 c.csv",
    2,
    '--kernel: box: size="2.5" is no size. Give a number of taps, as 5, or width x height, as 5x3.',
  ],
  [
    "conv -k box:5x c.csv",
    2,
    '--kernel: box: size="5x" is no size. Give a number of taps, as 5, or width x height, as 5x3.',
  ],
  ["conv -k sobel:z m.csv --matrix", 2, '--kernel: sobel: direction="z" is no word it knows. It is one of x, y.'],
  [
    "conv -k savgol:window=4,order=2 c.csv",
    2,
    "--kernel: savgol: window 4 is even. Give an odd window: the fit is read at its middle.",
  ],
  ["conv -k disk:-1 m.csv --matrix", 2, '--kernel: disk: radius="-1" is out of range. It must be at least 0.'],
  ["conv -k motion:len=0 c.csv", 2, '--kernel: motion: len="0" is out of range. It must be above 0.'],
]);
