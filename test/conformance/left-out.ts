/** Cases whose expectation our contract contradicts, each with its reason. */
export const LEFT_OUT: ReadonlyMap<string, string> = new Map<string, string>([
  ...[1, 2, 3, 4, 5, 6].map((n): [string, string] => [
    `scipy-ndimage/test_bad_convolve_and_correlate_origins#${n}`,
    "SciPy refuses an origin outside the kernel; our anchor may lie outside it",
  ]),
  ...[
    "scipy-ndimage/test_correlate09#1",
    "scipy-ndimage/test_correlate09#2",
    "scipy-ndimage/test_correlate09#3",
    "scipy-ndimage/test_correlate09#4",
    "scipy-ndimage/test_correlate10#1",
    "scipy-ndimage/test_correlate10#2",
    "scipy-ndimage/test_uniform05#1",
    ...["FFT", "OA"].flatMap((name) => [1, 2, 3].map((n) => `scipy-signal/Test${name}Convolve/test_empty#${n}`)),
  ].map((id): [string, string] => [id, "SciPy gives an empty result for empty data; ours is an input error"]),
  [
    "octave/conv-valid-longer-kernel",
    "Octave gives an empty result where the kernel is longer; ours is an input error",
  ],
  ...[2, 3].map((n): [string, string] => [
    `scipy-signal/TestConvolve2d/test_invalid_dims#${n}`,
    "convolve2d refuses all but two axes; our arrays may have any number",
  ]),
  [
    "image-js/testConvolution",
    "the exact value of element 62 is 76.5 + 153/2^55, so correct rounding gives 77; OpenCV's own sum lost the excess and tied to 76",
  ],
]);

/** Cases that only the command leaves out, besides those of more than two filtered axes. */
export const LEFT_OUT_OF_THE_COMMAND: ReadonlyMap<string, string> = new Map([
  ...["TestConvolve", "TestCorrelate"].map((name): [string, string] => [
    `scipy-signal/${name}/test_mismatched_dims#5`,
    "SciPy refuses a 1×1 kernel on a list; ours runs along a signal",
  ]),
  ["dsp-jl/conv-empty-kernel", "DSP.jl gives an empty kernel a meaning; every kernel text and file of ours has a tap"],
]);
