import { randomUUID } from 'node:crypto';
import type { ConsoleNews, OpenConsole } from './console-board.ts';

/** Whoever stops writing without saying so counts as writing for so long, in milliseconds. */
const TYPING_MS = 8_000;

/** The consoles that are connected to this process, and what the others are still to be told of them. */
export interface OwnConsoles {
  open(id: string, user: string): void;
  close(id: string): void;
  /** A console shows a ticket (null = none); answers the one it showed before. */
  show(id: string, ticket: string | null): string | null;
  /** Whether an answer is being written there, as of an instant. */
  setTyping(id: string, on: boolean, at: number): void;
  /** Ends the writing of those who have not said for a while that they still do. */
  expire(at: number): void;
  /** What has changed since this was last asked; null = nothing. */
  news(): ConsoleNews | null;
  /** All of it, for those who know nothing; with `asks` they are to do the same. */
  everything(asks: boolean): ConsoleNews;
}

/** Makes the book of a process's own consoles. */
export function createOwnConsoles(): OwnConsoles {
  const process = randomUUID();
  const consoles = new Map<string, OpenConsole>();
  const typingUntil = new Map<string, number>();
  let changed = new Set<string>();
  const set = (id: string, console: OpenConsole | undefined, is: Partial<OpenConsole>) => {
    if (!console) return;
    consoles.set(id, { ...console, ...is });
    changed.add(id);
  };
  const setTyping = (id: string, typing: boolean, at: number) => {
    const console = consoles.get(id);
    if (typing) typingUntil.set(id, at + TYPING_MS);
    else typingUntil.delete(id);
    if (console?.typing !== typing) set(id, console, { typing });
  };
  return {
    open: (id, user) => set(id, { id, user, ticket: null, typing: false }, {}),
    close(id) {
      typingUntil.delete(id);
      if (consoles.delete(id)) changed.add(id);
    },
    show(id, ticket) {
      const console = consoles.get(id);
      if (console?.ticket !== ticket) set(id, console, { ticket, typing: false });
      return console?.ticket ?? null;
    },
    setTyping,
    expire(at) {
      for (const [id, until] of typingUntil) if (until <= at) setTyping(id, false, at);
    },
    news() {
      if (changed.size === 0) return null;
      const ids = [...changed];
      changed = new Set();
      const open = ids.flatMap((id) => consoles.get(id) ?? []);
      return {
        process,
        whole: false,
        asks: false,
        consoles: open,
        gone: ids.filter((id) => !consoles.has(id)),
      };
    },
    everything: (asks) => ({ process, whole: true, asks, consoles: [...consoles.values()], gone: [] }),
  };
}
