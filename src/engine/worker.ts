/** A thread that takes chunks of a call, next to others, until none is left. */
import { parentPort } from "node:worker_threads";
import { forceRoutines, type RoutineSet } from "../routines/load.js";
import { newAccounts } from "./accounts.js";
import { type Course, chunksOf, type PlainCall, wholeCall } from "./chunks.js";

/** What is posted to a thread: the samples and the counter of chunks lie in shared memory. */
export interface Task {
  readonly id: number;
  readonly call: PlainCall;
  readonly course: Course;
  /** Element 0 is the next chunk that nobody has taken. */
  readonly next: Int32Array;
  /** The routines that the other threads use. */
  readonly routines: RoutineSet;
}

parentPort?.on("message", ({ id, call, course, next, routines }: Task) => {
  forceRoutines(routines);
  const accounts = newAccounts();
  const chunks = chunksOf(wholeCall(call), course);
  for (let i = Atomics.add(next, 0, 1); i < chunks.count; i = Atomics.add(next, 0, 1)) {
    const steps = chunks.run(i, accounts);
    while (!steps.next().done);
  }
  parentPort?.postMessage({ id, accounts });
});
