/** A single number that has a limit instead of a baseline. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** What it must not exceed. */
  limit: number;
  /** What it was taken from, for the reader. */
  note: string;
}

/** Lines for the terminal, a figure each; one beyond its limit says so. */
export function presentFigures(figures: readonly Figure[]): string {
  return figures
    .map(({ name, value, unit, limit, note }) => {
      const verdict = value <= limit ? 'at most' : 'TOO MUCH: at most';
      return `${name}: ${round(value)} ${unit} (${verdict} ${round(limit)}; ${note})`;
    })
    .join('\n');
}

/** The middle one; of an even number, the upper of the two. 0 for none. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/**
 * How much a series grew: the median of its last fifth in parts of that of its second fifth. The first is left out, for
 * whatever is made once is made there.
 */
export function growthOf(series: readonly number[]): number {
  const fifth = (n: number) =>
    series.slice(Math.floor((series.length * n) / 5), Math.floor((series.length * (n + 1)) / 5));
  return median(fifth(4)) / median(fifth(1));
}

function round(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(2);
}
