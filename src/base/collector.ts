/** Node's garbage collector, for the few places that know of large memory which nobody needs any more. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

type Collector = (how?: { readonly type: "minor" }) => unknown;

let known: Collector | undefined;

/**
 * The collector, also where Node was not started with `--expose-gc`. Flags are the process's, so another thread may take
 * this one back too early: then it is undefined, and the next call asks again.
 */
export function collector(): Collector | undefined {
  known ??= (globalThis.gc as Collector | undefined) ?? exposed();
  return known;
}

function exposed(): Collector | undefined {
  setFlagsFromString("--expose-gc");
  const found = runInNewContext("globalThis.gc") as Collector | undefined;
  setFlagsFromString("--no-expose-gc");
  return found;
}
