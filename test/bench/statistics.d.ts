export function median(values: ArrayLike<number>): number;
export function least(values: readonly number[]): number;
export function pairRatio(a: readonly number[], b: readonly number[]): number;
export function difference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  tolerance?: number,
): { readonly largest: number; readonly mean: number; readonly beyond: number };
