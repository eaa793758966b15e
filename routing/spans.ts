import type { Instant } from './types.ts';

/** A stretch of time: `from` belongs to it, `to` no longer does. */
export interface Span {
  from: Instant;
  to: Instant;
}

/** Sorts spans, drops empty ones and joins those that overlap or touch. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans.filter(isNotEmpty).sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else merged.push({ ...span });
  }
  return merged;
}

/** The parts of the spans that lie within [from, to). */
export function clipSpans(spans: readonly Span[], from: Instant, to: Instant): Span[] {
  return spans
    .map((span) => ({ from: Math.max(span.from, from), to: Math.min(span.to, to) }))
    .filter(isNotEmpty);
}

/** What is left of merged `spans` where none of the merged `holes` lies. */
export function subtractSpans(spans: readonly Span[], holes: readonly Span[]): Span[] {
  const left: Span[] = [];
  let first = 0;
  for (const span of spans) {
    while (first < holes.length && (holes[first]?.to ?? 0) <= span.from) first += 1;
    left.push(...outside(span, holes, first));
  }
  return left;
}

function outside(span: Span, holes: readonly Span[], first: number): Span[] {
  const left: Span[] = [];
  let from = span.from;
  for (let i = first; i < holes.length; i += 1) {
    const hole = holes[i];
    if (!hole || hole.from >= span.to) break;
    left.push({ from, to: hole.from });
    from = hole.to;
  }
  left.push({ from, to: span.to });
  return left.filter(isNotEmpty);
}

/** The index of the last span that starts at or before the instant; -1 when all start later. */
export function lastStartedBy(spans: readonly Span[], at: Instant): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle]?.from ?? Number.POSITIVE_INFINITY) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function isNotEmpty(span: Span): boolean {
  return span.from < span.to;
}
