export function agreementText(a: ArrayLike<number>, b: ArrayLike<number>, levels: boolean): string;
