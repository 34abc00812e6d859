/** The event loop's turn. */

/** Resolves when what has waited for the event loop has been served. */
export const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });
