/** Whether to colour, decided here alone: the library that colours would ignore NO_COLOR. */

/** 0 none, 1 sixteen colours, 2 256 colours, 3 true colour. */
export type ColourLevel = 0 | 1 | 2 | 3;

/**
 * `--no-color` and a NO_COLOR that is not empty say no, also to FORCE_COLOR, which else says how much (0–3; empty or
 * `true` means 1). Without them: only on a terminal that can.
 */
export function colourLevel(facts: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
  /** `--no-color` was given. */
  readonly off: boolean;
  readonly platform?: string;
}): ColourLevel {
  const { env, isTerminal, off, platform = process.platform } = facts;
  if (off || (env["NO_COLOR"] ?? "") !== "") return 0;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) {
    if (forced === "0" || forced === "false") return 0;
    return forced === "2" ? 2 : forced === "3" ? 3 : 1;
  }
  if (!isTerminal) return 0;
  const term = env["TERM"] ?? (platform === "win32" ? "windows" : "dumb");
  if (term === "dumb" || term === "") return 0;
  if (/^(truecolor|24bit)$/.test(env["COLORTERM"] ?? "")) return 3;
  return /256/.test(term) ? 2 : 1;
}
