/** A thread that helps with runs. */
import { parentPort } from "node:worker_threads";
import { collector } from "../base/collector.js";
import { forceRoutines } from "../routines/load.js";
import { help, type Share } from "./fused/share.js";
import { helpWithLayer, type LayerShare } from "./layer/run.js";
import { helpWithTiles, type TileShare } from "./run.js";

let runs = 0;

parentPort?.on("message", (share: Share | TileShare | LayerShare) => {
  forceRoutines(share.routines);
  if ("way" in share) help(share);
  else if ("layer" in share) helpWithLayer(share);
  else helpWithTiles(share);
  runs++;
  // Not yet in the message's own turn, which still holds it; and not for one run, after which most processes end.
  if (runs > 1) setImmediate(letGo);
});

/**
 * Collects what a run has left: samples that were posted are held until then, and a thread that only computes makes so
 * little garbage that it hardly ever collects any. Callers whose outputs are held get fresh memory for each, which costs
 * more than many a filter.
 */
function letGo(): void {
  collector()?.({ type: "minor" });
}
