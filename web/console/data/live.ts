import { useSyncExternalStore } from 'react';
import { io, type Socket } from 'socket.io-client';
import { applyLive, readAnew } from './apply-live.ts';
import { forgetSession } from './session.ts';

/** `connecting`: what is shown may be old. */
export type LiveState = 'idle' | 'connected' | 'connecting';

let state: LiveState = 'idle';
let socket: Socket | null = null;
/** Position of the last event that was seen; after a cut the server tells what came behind it. */
let seen: string | null = null;
const listeners = new Set<() => void>();
const watchers = new Map<string, (payload: object) => void>();

/** Whether what is shown is being kept current. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}

/** Connects to the server's live events until the returned function is called. Once at a time. */
export function connectLive(): () => void {
  const opened = io('/console', {
    transports: ['websocket'],
    auth: (give) => give({ since: seen }),
    reconnectionDelay: 300,
    reconnectionDelayMax: 5_000,
  });
  socket = opened;
  opened.onAny((name: string, payload: unknown) => heed(name, payload));
  opened.on('disconnect', () => setState('connecting'));
  opened.on('connect_error', (error) => {
    setState('connecting');
    if (error.message === 'not-signed-in') forgetSession();
    // The server refused, so the client does not try again by itself.
    else if (!opened.active) setTimeout(() => opened.connect(), 2_000);
  });
  return () => {
    opened.close();
    socket = null;
    seen = null;
    setState('idle');
  };
}

/** Tells the server what the user is doing; gives null without a connection, as it would be old by the next. */
export async function tellLive(name: string, payload: object): Promise<Record<string, unknown> | null> {
  if (!socket?.connected) return null;
  const answer: unknown = await socket
    .timeout(5_000)
    .emitWithAck(name, payload)
    .catch(() => null);
  return typeof answer === 'object' ? (answer as Record<string, unknown> | null) : null;
}

/** Has the events of a name told to somebody beside the cache of what was read. */
export function watchLive(name: string, watch: (payload: object) => void): void {
  watchers.set(name, watch);
}

function heed(name: string, payload: unknown): void {
  if (typeof payload !== 'object' || payload === null) return;
  if ('position' in payload && typeof payload.position === 'string') seen = payload.position;
  if (name === 'end') forgetSession();
  else if (name === 'ready') becomeCurrent(payload);
  else applyLive(name, payload);
  watchers.get(name)?.(payload);
}

function becomeCurrent(payload: object): void {
  // Between the first read and the first event lies a gap unless everything is asked for once more.
  if (!('state' in payload) || payload.state !== 'caught-up') readAnew();
  setState('connected');
}

function setState(next: LiveState): void {
  if (state === next) return;
  state = next;
  for (const listener of listeners) listener();
}
