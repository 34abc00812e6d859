/** A thread that helps with runs. */
import { parentPort } from "node:worker_threads";
import { forceRoutines } from "../routines/load.js";
import { help, type Share } from "./fused/share.js";
import { helpWithTiles, type TileShare } from "./run.js";

parentPort?.on("message", (share: Share | TileShare) => {
  forceRoutines(share.routines);
  if ("way" in share) help(share);
  else helpWithTiles(share);
});
