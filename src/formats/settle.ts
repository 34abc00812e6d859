/** Work that is done at once, as the promise that a format gives: what it throws becomes a rejection. */
export const settle = <T>(work: () => T): Promise<T> =>
  new Promise((resolve) => {
    resolve(work());
  });
