export function table(columns: readonly string[], rows: readonly (readonly (string | number | undefined)[])[]): string;
export function digits(value: number | undefined): string;
export function duration(nanoseconds: number | undefined): string;
export function percent(share: number): string;
