import { useState } from 'react';

/** What is being edited beside what is saved. */
export interface Draft<Value> {
  value: Value;
  change(next: Value): void;
  isChanged: boolean;
  /** Somebody else saved meanwhile; saving this replaces theirs. */
  isOutdated: boolean;
  canUndo: boolean;
  /** Takes back the last change. */
  undo(): void;
  /** Takes back every change. */
  discard(): void;
  /** To be called with what the server saved. */
  accept(saved: Value): void;
}

interface State<Value> {
  /** When the last change was made. */
  changedAt: number;
  /** What was saved when editing began. */
  base: Value;
  past: readonly Value[];
  value: Value;
}

const MOST_STEPS = 200;
/** Changes that follow each other so closely are typing: they are taken back together. */
const TYPING_MS = 700;

/** Edits a copy of what is saved. It follows what others save for as long as nothing was changed here. */
export function useDraft<Value>(saved: Value): Draft<Value> {
  const [state, setState] = useState<State<Value>>(() => freshState(saved));
  const { base, past, value } = state;
  const isChanged = !isSame(value, base);
  const isBehind = !isSame(base, saved);
  if (isBehind && !isChanged) setState(freshState(saved));
  return {
    value,
    isChanged,
    isOutdated: isBehind && isChanged,
    canUndo: past.length > 0,
    change: (next) => setState((now) => changed(now, next, Date.now())),
    undo: () => setState(undone),
    discard: () => setState(freshState(saved)),
    accept: (next) => setState(freshState(next)),
  };
}

function freshState<Value>(saved: Value): State<Value> {
  return { changedAt: 0, base: saved, past: [], value: saved };
}

function changed<Value>(state: State<Value>, next: Value, changedAt: number): State<Value> {
  const isTyping =
    state.past.length > 0 && isText(document.activeElement) && changedAt - state.changedAt < TYPING_MS;
  const past = isTyping ? state.past : [...state.past.slice(-MOST_STEPS), state.value];
  return { ...state, changedAt, value: next, past };
}

function isText(element: Element | null): boolean {
  if (element instanceof HTMLTextAreaElement) return true;
  return element instanceof HTMLInputElement && !['checkbox', 'radio'].includes(element.type);
}

function undone<Value>(state: State<Value>): State<Value> {
  const [value = state.value] = state.past.slice(-1);
  return { ...state, changedAt: 0, value, past: state.past.slice(0, -1) };
}

/** Whether two values of plain data are alike; a key that holds undefined counts as absent. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => isSame(a[key], b[key]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
