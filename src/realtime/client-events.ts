import type { z } from 'zod';
import { fieldErrors } from '../http/validation.ts';
import type { ConsoleSocket } from './protocol.ts';

/** The answer to every event of a client. */
export type Answer = { ok: true; [more: string]: unknown } | { ok: false; error: string };

/** So many events a second are more than a person makes. */
const MOST_A_SECOND = 30;

/** What a client's event does; its answer is joined to `ok: true`. */
export interface ClientEvent {
  handle(socket: ConsoleSocket, payload: unknown): Answer;
}

/** Binds an event's schema to what it does. */
export function clientEvent<Schema extends z.ZodType>(
  schema: Schema,
  act: (socket: ConsoleSocket, payload: z.infer<Schema>) => object,
): ClientEvent {
  return {
    handle(socket, payload) {
      const parsed = schema.safeParse(payload);
      if (parsed.success) return { ...act(socket, parsed.data), ok: true };
      const [first] = fieldErrors(parsed.error.issues);
      return { ok: false, error: `bad-input: ${first?.path ?? ''} ${first?.message ?? ''}`.trim() };
    },
  };
}

/** Answers a socket's events; one that nobody knows gets an error, as does whoever sends too many. */
export function answerEvents(
  socket: ConsoleSocket,
  events: ReadonlyMap<string, ClientEvent>,
  now: () => number,
): void {
  let [second, count] = [0, 0];
  const isTooOften = () => {
    const current = Math.floor(now() / 1000);
    count = current === second ? count + 1 : 1;
    second = current;
    return count > MOST_A_SECOND;
  };
  socket.onAny((name: string, ...words: unknown[]) => {
    const answer = words.at(-1);
    const event = events.get(name);
    const result = isTooOften()
      ? { ok: false, error: 'too-often' }
      : (event?.handle(socket, words[0]) ?? { ok: false, error: 'unknown-event' });
    if (typeof answer === 'function') answer(result);
  });
}
