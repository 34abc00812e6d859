/** Calls that are wrong, option by option. */
import { refuses } from "./refusals.js";

const FILES = {
  "c.csv": "1\n2\n3\n",
  "m.csv": "1,2,3\n4,5,6\n7,8,9\n",
};

refuses("a call of another form", FILES, [
  [
    "conv -k 1 c.csv --sise full",
    2,
    "--sise: no such option. Did you mean --size? convxcorr conv --help lists all options.",
  ],
  [
    "conv -k 1 c.csv --mode conv",
    2,
    "--mode: convxcorr conv says the mode in its name. Leave it out, or use convxcorr apply.",
  ],
  [
    "conv -k 1 c.csv m.csv",
    2,
    "m.csv: is one argument too many: convxcorr conv takes 1 argument (INPUT). Leave it out, or put quotes round a value that has blanks.",
  ],
  ["apply -k 1 -m cnov c.csv", 2, '--mode: there is no "cnov". Did you mean conv? Use conv, xcorr.'],
  ["conv -k 1", 2, "INPUT: is missing. Call it as: convxcorr conv [options] <input>."],
  [
    "conv -k 1 -1,0,1",
    2,
    "-1,0,1: begins with a minus, so it is read as an option. Give a kernel with --kernel -1,0,1, and a file of this name as ./-1,0,1.",
  ],
  ["conv -k 1 --size c.csv", 2, '--size: there is no "c.csv". Use same, full, valid.'],
  ["conv -k 1 --size --border wrap c.csv", 2, "--size: has no value: --border follows. Write --size <size>."],
  ["conv -k 1 --size ful c.csv", 2, '--size: there is no "ful". Did you mean full? Use same, full, valid.'],
  ["conv -k --size full c.csv", 2, "--kernel: has no value: --size follows. Write --kernel <k>."],
  ["conv -k 1 c.csv -o --explain", 2, "--output: has no value: --explain follows. Write --output <file>."],
]);

refuses("borders", FILES, [
  [
    "conv -k 1 --border reflect c.csv",
    2,
    '--border: "reflect" means opposite things in different tools. Say symmetric (c b a | a b c d | d c b) or reflect101 (d c b | a b c d | c b a).',
  ],
  [
    "conv -k 1 --border mirror c.csv",
    2,
    '--border: "mirror" means opposite things in different tools. Say symmetric (c b a | a b c d | d c b) or reflect101 (d c b | a b c d | c b a).',
  ],
  [
    "conv -k 1 --border x=mirror,y=wrap m.csv --matrix",
    2,
    '--border: "mirror" means opposite things in different tools. Say symmetric (c b a | a b c d | d c b) or reflect101 (d c b | a b c d | c b a).',
  ],
  [
    "conv -k 1 --border foo c.csv",
    2,
    '--border: there is no rule "foo". Use constant:VALUE, zero, replicate, symmetric, reflect101, wrap, odd, renormalize, keep.',
  ],
  [
    "conv -k 1 --border replicat c.csv",
    2,
    '--border: there is no rule "replicat". Did you mean replicate? Use constant:VALUE, zero, replicate, symmetric, reflect101, wrap, odd, renormalize, keep.',
  ],
  ["conv -k 1 --border wrap:3 c.csv", 2, "--border: wrap takes no value. Write wrap, or constant:VALUE."],
  [
    "conv -k 1 --border constant:x c.csv",
    2,
    '--border: "x" is not a number. Write constant:VALUE, such as constant:0.5.',
  ],
  [
    "conv -k 1 --border constant: c.csv",
    2,
    '--border: "" is not a number. Write constant:VALUE, such as constant:0.5.',
  ],
  ["conv -k 1 --border x=wrap,x=wrap c.csv", 2, "--border: the axis x stands twice. Give each axis one rule."],
  ["conv -k 1 --border y=wrap c.csv", 2, "--border: a signal has no y axis. Give one rule."],
  [
    "conv -k 1 --border x=keep m.csv --matrix",
    2,
    "--border: keep is asked for on one axis only, and it takes both. Use --border keep, or another rule for each axis.",
  ],
  [
    "conv -k 1 --border keep --size full c.csv",
    2,
    "--border keep: it keeps input samples, so it needs the output to be the input's extent. Use --size same without --padding.",
  ],
  [
    "conv -k 1,-1 --border renormalize c.csv",
    2,
    "--border renormalize: the taps of 1,-1 have both signs, so the sum of those that count may vanish. Use a kernel whose taps share one sign, or another policy.",
  ],
]);

refuses("where the taps lie", FILES, [
  ["conv -k 1 --anchor 1.5 c.csv", 2, '--anchor: "1.5" is not a whole number. Give one such as 2 or -1.'],
  ["conv -k 1 --anchor 1,1 c.csv", 2, "--anchor: a signal has no y axis. Give one number."],
  ["conv -k 1 --anchor 1,2,3 c.csv", 2, '--anchor: "1,2,3" has 3 numbers. Give x, or x,y.'],
  [
    "conv -k 1 --anchor 99999999999 c.csv",
    2,
    '--anchor: "99999999999" is too large. Give a number from -1000000000 to 1000000000.',
  ],
  [
    "conv -k 1 --anchor 1 --size full c.csv",
    2,
    "--anchor: it acts with --size same only, not with full. Leave --anchor or --size out.",
  ],
  ["conv -k 1 --stride 0 c.csv", 2, '--stride: "0" is too small. Give a number from 1 up.'],
  ["conv -k 1 --stride x c.csv", 2, '--stride: "x" is not a whole number. Give one from 1 up.'],
  ["conv -k 1 --stride 2,3 c.csv", 2, "--stride: a signal has no y axis. Give one number."],
  ["conv -k 1 --stride 1,2,3 c.csv", 2, '--stride: "1,2,3" has 3 numbers. Give one number, or x,y.'],
  ["conv -k 1 --dilation -1 c.csv", 2, '--dilation: "-1" is too small. Give a number from 1 up.'],
  ["conv -k 1 --dilation 2,3 c.csv", 2, "--dilation: a signal has no y axis. Give one number."],
  ["conv -k 1 --padding 1,1 --size full c.csv", 2, "--padding: it decides the output's size itself. Leave --size out."],
  [
    "conv -k 1 --padding 1,1 --anchor 0 c.csv",
    2,
    "--padding: it decides where the taps lie itself. Leave --anchor out.",
  ],
  [
    "conv -k 1 --padding 1 c.csv",
    2,
    '--padding: "1" is no padding. Use same-upper, same-lower, left,top,right,bottom, or left,right for a signal.',
  ],
  [
    "conv -k 1 --padding same c.csv",
    2,
    '--padding: "same" is no padding. Use same-upper, same-lower, left,top,right,bottom, or left,right for a signal.',
  ],
  ["conv -k 1 --padding 1,x c.csv", 2, '--padding: "x" is not a whole number. Give one such as 2 or -1.'],
  ["conv -k 1 --padding 1,2,1,2 c.csv", 2, "--padding: a signal has no y axis. Give left,right."],
  [
    "conv -k 1 --padding 1,1 m.csv --matrix",
    2,
    "--padding: two numbers pad a signal, and this is a plane. Give left,top,right,bottom.",
  ],
  [
    "conv -k 1 --axis x c.csv",
    2,
    "--axis: a signal has one axis. Leave --axis out; it turns a list of taps on a plane.",
  ],
  ["conv -k 1 --axis z m.csv --matrix", 2, '--axis: there is no "z". Use x, y.'],
]);
