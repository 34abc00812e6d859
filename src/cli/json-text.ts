/** JSON for stdout: indented, with the arrays that hold no other arrays or objects on one line each. */
export function jsonText(value: unknown): string {
  return `${print(value, "")}\n`;
}

const isPlain = (value: unknown): boolean => typeof value !== "object" || value === null;

function print(value: unknown, indent: string): string {
  const deeper = `${indent}  `;
  const block = (open: string, entries: readonly string[], close: string): string =>
    entries.length === 0 ? open + close : `${open}\n${deeper}${entries.join(`,\n${deeper}`)}\n${indent}${close}`;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    if (items.every(isPlain)) return `[${items.map((item) => print(item, "")).join(", ")}]`;
    return block(
      "[",
      items.map((item) => print(item, deeper)),
      "]",
    );
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const given = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return block(
    "{",
    given.map(([key, entry]) => `${JSON.stringify(key)}: ${print(entry, deeper)}`),
    "}",
  );
}
