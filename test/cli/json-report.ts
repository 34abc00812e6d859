/** Reports of `--json` held against their schema. */
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "vitest";
import { command } from "../support/command.js";
import { words } from "./refusals.js";

/** @param schema its file in `src/schemas`, without `.schema.json` */
export function jsonReports<R>(schema: string) {
  const file = new URL(`../../src/schemas/${schema}.schema.json`, import.meta.url);
  const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(
    JSON.parse(readFileSync(file, "utf8")) as object,
  );
  return {
    validate,
    /** What a call prints with `--json`: as the schema says, and the same that a batch would answer with. */
    reportOf: async (line: string, exitCode = 0): Promise<R> => {
      const ran = await command([...words(line), "--json"]);
      expect([ran.message, ran.exitCode]).toEqual(["", exitCode]);
      const report: unknown = JSON.parse(ran.stdout.toString());
      validate(report);
      expect(validate.errors ?? [], line).toEqual([]);
      expect(ran.report).toEqual(report);
      return report as R;
    },
  };
}
