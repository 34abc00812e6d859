/** `--plot` of `spectrum`: a panel for each quantity, or maps of the response of a matrix. */
import { printable } from "../base/text.js";
import type { Axis, Figure, HeatPanel, LinePanel } from "../plot/figure.js";
import type { SpectrumAnswer } from "./spectrum.js";
import type { SpectrumColumn } from "./spectrum-columns.js";

const PI_LIMITS = [-3.3, 3.3] as const;

export function spectrumFigure(answer: SpectrumAnswer): Figure {
  const { columns, frequencies, signals, settings, kind } = answer;
  const shown = columns.filter(({ quantity }) => quantity !== "frequency");
  const whose = kind === "response" ? settings["kernel"] : signals.map(({ name }) => name).join(" and ");
  const how = howText(answer);
  const title = printable(`${KINDS[kind]} of ${whose}`, 600);
  if (frequencies.length === 2) {
    return { title: `${title} (${how})`, panels: shown.map((column) => mapOf(column, answer)) };
  }
  const quantities = [...new Set(shown.map(panelOf))];
  const panels = quantities.map((quantity) =>
    panel(
      shown.filter((c) => panelOf(c) === quantity),
      answer,
    ),
  );
  panels[0] = { ...panels[0], title: `${quantities[0]} (${how})` };
  return { title, panels, x: { label: frequencyLabel(answer) } };
}

const KINDS = { spectrum: "spectrum", welch: "averaged spectrum", response: "response" } as const;

/** The settings that the labels do not say, short enough for a title. */
function howText({ kind, settings: s }: SpectrumAnswer): string {
  if (kind === "response") return `${s["mode"]}, phases from the ${s["phase"] === "tap" ? "first tap" : "anchor"}`;
  const window = `${s["window"]}, detrend ${s["detrend"]}`;
  if (kind === "spectrum") return `${window}, scaling ${s["scaling"]}`;
  return `${s["segments"]} segments of ${s["segment"]}, overlap ${s["overlap"]}, ${window}, ${s["average"]}`;
}

/** The cross spectrum has other sizes than the spectra, so it has panels of its own. */
const panelOf = ({ quantity, of }: SpectrumColumn): string => (of === "cross" ? `cross ${quantity}` : quantity);

const frequencyLabel = ({ frequencies: [{ rate }] }: SpectrumAnswer): string =>
  rate === null ? "frequency in cycles per sample" : "frequency in Hz";

function panel(columns: readonly SpectrumColumn[], { frequencies: [{ first, step }] }: SpectrumAnswer): LinePanel {
  const [column] = columns;
  const { quantity, unit } = column;
  const limits =
    quantity === "phase" ? { limits: PI_LIMITS } : quantity === "coherence" ? { limits: [0, 1.05] as const } : {};
  const y: Axis = { label: unit === undefined ? quantity : `${quantity} in ${unit}`, ...limits };
  const series = columns.map(({ of, values }) => ({
    y: values,
    x: { first, step },
    ...(of === "" || of === "cross" ? {} : { name: printable(of) }),
  }));
  return { kind: "lines", title: panelOf(column), series, y };
}

function mapOf({ quantity, unit, values }: SpectrumColumn, { frequencies: [fx, fy] }: SpectrumAnswer): HeatPanel {
  const axis = ({ first, step, rate }: typeof fx, name: string) => ({
    first,
    step,
    label: `${name} in ${rate === null ? "cycles per sample" : "Hz"}`,
  });
  return {
    kind: "heat",
    title: unit === undefined ? quantity : `${quantity} in ${unit}`,
    values,
    width: fx.count,
    height: fy.count,
    ...(quantity === "phase"
      ? { colours: "diverging", limits: [-Math.PI, Math.PI] as const }
      : { colours: "sequential" }),
    x: axis(fx, "fx"),
    y: axis(fy, "fy"),
  };
}
