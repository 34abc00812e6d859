/** How much is tried: what a change has to wait for, or all of it with `npm run test:long`. */
const LONG = process.env["CONVXCORR_LONG"] !== undefined;

export const trialsOf = ({ usual, long }: { readonly usual: number; readonly long: number }): number =>
  LONG ? long : usual;
