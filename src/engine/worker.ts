/** A thread that helps with fused runs. */
import { parentPort } from "node:worker_threads";
import { forceRoutines } from "../routines/load.js";
import { help, type Share } from "./fused/share.js";

parentPort?.on("message", (share: Share) => {
  forceRoutines(share.routines);
  help(share);
});
