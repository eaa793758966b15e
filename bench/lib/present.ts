import type { Outcome } from './compare.ts';
import type { Figure } from './figure.ts';
import type { Measured } from './measure.ts';

const HEADINGS = [
  'case',
  'at once',
  'per s',
  'p50 ms',
  'p95 ms',
  'p99 ms',
  'max ms',
  'failed',
  'of baseline',
];

/** A table for the terminal: each case above its baseline. */
export function presentTable(outcomes: readonly Outcome[]): string {
  const rows = outcomes.flatMap(({ name, load, subject, baseline, ratio }) => [
    [name, String(load.concurrency), ...cells(subject), ratio.toFixed(2)],
    ['  baseline', String(load.concurrency), ...cells(baseline), ''],
  ]);
  const widths = HEADINGS.map((heading, i) =>
    Math.max(heading.length, ...rows.map((row) => row[i]?.length ?? 0)),
  );
  return [HEADINGS, ...rows]
    .map((row) => row.map((cell, i) => pad(cell, widths[i] ?? 0, i)).join('  '))
    .join('\n');
}

/** The same for programs, with where it was measured. */
export function presentJson(
  outcomes: readonly Outcome[],
  machine: { cpus: number; node: string; mongodb: string },
  figures: readonly Figure[] = [],
): string {
  return JSON.stringify({ machine, outcomes, figures }, null, 2);
}

function cells({ perSecond, milliseconds, failed }: Measured): string[] {
  const { p50, p95, p99, max } = milliseconds;
  return [perSecond.toFixed(0), ...[p50, p95, p99, max].map((ms) => ms.toFixed(1)), String(failed)];
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
