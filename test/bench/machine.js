// The facts about the machine that figures depend on.
import { availableParallelism, cpus, totalmem } from "node:os";

export function machineFacts() {
  const facts = {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    v8: process.versions.v8,
    platform: `${process.platform} ${process.arch}`,
    date: new Date().toISOString(),
  };
  return facts;
}

export const factsText = (facts) =>
  Object.entries(facts)
    .map(([name, value]) => `${name}: ${value}`)
    .join(" · ");
