import { defineConfig } from "vitest/config";

const shared = {
  root: new URL("..", import.meta.url).pathname,
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

/** Tests that start the built program. */
const PROCESS = [
  "test/cli/**/*.test.ts",
  "test/files/**/*.test.ts",
  "test/conformance/command.test.ts",
  "test/readme.test.ts",
  "test/package.test.ts",
];

export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: "unit", include: ["test/**/*.test.ts"], exclude: PROCESS } },
      { test: { ...shared, name: "process", include: PROCESS, globalSetup: "test/global-setup.ts" } },
    ],
  },
});
