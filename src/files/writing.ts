/** A file that is written while its blocks are made. */
import { writeAtomically } from "./atomic.js";
import type { Blocks } from "./blocks.js";

/** Begins at once. A failure is kept until somebody asks for it, and harms nobody before. */
export class Writing {
  private failure: { readonly error: unknown } | undefined;
  /** Resolves when nothing more is written, however that came. */
  readonly over: Promise<void>;

  constructor(target: string, blocks: Blocks) {
    this.over = writeAtomically(target, blocks).catch((error: unknown) => {
      this.failure = { error };
    });
  }

  /** @throws outputError where it has failed by now */
  raise(): void {
    if (this.failure) throw this.failure.error as Error;
  }
}
