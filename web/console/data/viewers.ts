import { useEffect, useSyncExternalStore } from 'react';
import { tellLive, useLiveState, watchLive } from './live.ts';

/** A colleague who looks at the same ticket. */
export interface Viewer {
  user: string;
  typing: boolean;
}

const NOBODY: readonly Viewer[] = [];
let seen: { ticket: string; viewers: readonly Viewer[] } = { ticket: '', viewers: NOBODY };
const listeners = new Set<() => void>();

watchLive('viewers', (payload) => setViewers(payload as typeof seen));

/** Tells that one looks at a ticket, and gives who else does. */
export function useViewers(ticket: string): readonly Viewer[] {
  const isConnected = useLiveState() === 'connected';
  useEffect(() => {
    if (!isConnected) return;
    void tellLive('look', { ticket }).then((answer) => {
      if (Array.isArray(answer?.viewers)) setViewers({ ticket, viewers: answer.viewers as Viewer[] });
    });
    return () => void tellLive('look', { ticket: null });
  }, [ticket, isConnected]);
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => (seen.ticket === ticket ? seen.viewers : NOBODY),
  );
}

const TYPING_EVERY_MS = 2_000;
let toldAt = 0;

/** Tells that one is writing; what is told more often than needed stays here. */
export function tellTyping(): void {
  const now = Date.now();
  if (now - toldAt < TYPING_EVERY_MS) return;
  toldAt = now;
  void tellLive('typing', { on: true });
}

/** Tells that one stopped writing. */
export function tellTypingEnded(): void {
  toldAt = 0;
  void tellLive('typing', { on: false });
}

function setViewers(next: typeof seen): void {
  seen = next;
  for (const listener of listeners) listener();
}
