import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import type { WeeklyInterval } from '../../../../routing/types.ts';
import { cellOf, DAY_MINUTES, paint, type Span, toSpans, toWeekly } from './week.ts';

/** One cell of the grid: the place of its day (0 is Monday) and of its stretch of time. */
export interface Spot {
  day: number;
  slot: number;
}

interface PaintingParts {
  weekly: readonly WeeklyInterval[];
  /** Minutes of a cell. */
  step: number;
  onChange(weekly: WeeklyInterval[]): void;
}

const MOVES: Record<string, Spot> = {
  ArrowUp: { day: 0, slot: -1 },
  ArrowDown: { day: 0, slot: 1 },
  ArrowLeft: { day: -1, slot: 0 },
  ArrowRight: { day: 1, slot: 0 },
};

/** Painting of hours by pointer and by keys: where the cursor is, what is marked, and what becomes of it. */
export function usePainting({ weekly, step, onChange }: PaintingParts) {
  const slots = DAY_MINUTES / step;
  const [cursor, setCursor] = useState<Spot>({ day: 0, slot: Math.floor((9 * 60) / step) });
  const [anchor, setAnchor] = useState<Spot | null>(null);
  const [isDragging, setDragging] = useState(false);
  const isTouch = useRef(false);
  const spans = toSpans(weekly);
  const at = { day: cursor.day, slot: Math.min(cursor.slot, slots - 1) };

  /** From the first cell to the last, the same hours on each day between them. */
  function fill(first: Spot, last: Spot): void {
    const open = cellOf(spans, stretchOf(first, step)) !== 'open';
    const painted = rectangle(first, last).reduce(
      (all, spot) => paint(all, stretchOf(spot, step), open),
      spans,
    );
    onChange(toWeekly(painted));
    setAnchor(null);
  }

  const finish = useRef(() => {});
  finish.current = () => {
    setDragging(false);
    if (anchor) fill(anchor, at);
  };
  useEffect(() => {
    if (!isDragging) return;
    const end = () => finish.current();
    window.addEventListener('pointerup', end);
    return () => window.removeEventListener('pointerup', end);
  }, [isDragging]);

  return {
    spans,
    slots,
    cursor: at,
    isMarked: (spot: Spot) => anchor !== null && isBetween(spot, anchor, at),
    handlers: {
      onPointerDown(event: PointerEvent<HTMLElement>) {
        isTouch.current = event.pointerType === 'touch';
        const spot = spotOf(event.target);
        if (!spot || isTouch.current || event.button !== 0) return;
        setCursor(spot);
        setAnchor(spot);
        setDragging(true);
      },
      onPointerMove(event: PointerEvent<HTMLElement>) {
        const spot = isDragging ? spotOf(event.target) : null;
        if (spot) setCursor(spot);
      },
      // A finger that moves scrolls the page: only taps count.
      onClick(event: { target: EventTarget }) {
        const spot = isTouch.current ? spotOf(event.target) : null;
        if (!spot) return;
        setCursor(spot);
        fill(spot, spot);
      },
      onKeyDown(event: KeyboardEvent<HTMLElement>) {
        const move = MOVES[event.key];
        if (move) {
          setAnchor(event.shiftKey ? (anchor ?? at) : null);
          setCursor(moved(at, move, slots));
        } else if (event.key === ' ') fill(anchor ?? at, at);
        else if (event.key === 'Escape' && anchor) setAnchor(null);
        else return;
        event.preventDefault();
      },
    },
  };
}

/** The time that a cell stands for. */
export function stretchOf({ day, slot }: Spot, step: number): Span {
  const from = day * DAY_MINUTES + slot * step;
  return { from, to: from + step };
}

function spotOf(target: EventTarget): Spot | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-slot]') : null;
  if (!cell) return null;
  return { day: Number(cell.dataset.day), slot: Number(cell.dataset.slot) };
}

function moved(from: Spot, by: Spot, slots: number): Spot {
  const within = (value: number, end: number) => Math.max(0, Math.min(end - 1, value));
  return { day: within(from.day + by.day, 7), slot: within(from.slot + by.slot, slots) };
}

function rectangle(a: Spot, b: Spot): Spot[] {
  const [firstDay, lastDay] = [Math.min(a.day, b.day), Math.max(a.day, b.day)];
  const [first, last] = [Math.min(a.slot, b.slot), Math.max(a.slot, b.slot)];
  return Array.from({ length: lastDay - firstDay + 1 }, (_, d) =>
    Array.from({ length: last - first + 1 }, (_, s) => ({ day: firstDay + d, slot: first + s })),
  ).flat();
}

function isBetween({ day, slot }: Spot, a: Spot, b: Spot): boolean {
  const inside = (value: number, x: number, y: number) => value >= Math.min(x, y) && value <= Math.max(x, y);
  return inside(day, a.day, b.day) && inside(slot, a.slot, b.slot);
}
