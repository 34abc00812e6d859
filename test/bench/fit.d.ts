export function fitted(rows: readonly { work: Record<string, number>; time: number }[]): Record<string, number>;
