import { io, type Socket } from 'socket.io-client';
import type { ApiClient } from '../support/api-client.ts';

/** Something that a console was told. */
export interface Told {
  name: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into payloads that the gateway presents
  payload: any;
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into payloads that the gateway presents
type Fits = (payload: any) => boolean;

/** A console's socket as a browser has it. */
export interface ConsoleClient {
  socket: Socket;
  /** Everything it was told, in order. */
  told: Told[];
  /** What it was told by that name. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into payloads that the gateway presents
  of(name: string): any[];
  /** The first payload of that name that fits, once it is there. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into payloads that the gateway presents
  hear(name: string, fits?: Fits): Promise<any>;
  /** The position of the latest event. */
  position(): string;
  close(): void;
}

/** How a test's console connects. */
export interface ConnectOptions {
  /** A position, for those who come back. */
  since?: string;
  /** Further headers of the handshake. */
  headers?: Record<string, string>;
}

/** Connects as the browser that is signed in does; it follows its own position as the console does. */
export function openConsole(url: string, api: ApiClient | null, options: ConnectOptions = {}): ConsoleClient {
  const told: Told[] = [];
  const waiting = new Set<() => void>();
  let position = options.since;
  const socket = io(`${url}/console`, {
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 20,
    reconnectionDelayMax: 100,
    auth: (answer) => answer(position === undefined ? {} : { since: position }),
    extraHeaders: { ...(api && { cookie: api.cookie() }), ...options.headers },
  });
  socket.onAny((name, payload) => {
    told.push({ name, payload });
    if (typeof payload?.position === 'string') position = payload.position;
    for (const look of [...waiting]) look();
  });
  function hear(name: string, fits: Fits = () => true) {
    // biome-ignore lint/suspicious/noExplicitAny: tests look into payloads that the gateway presents
    return new Promise<any>((resolve, reject) => {
      const fail = () =>
        settle(() => reject(new Error(`The console did not hear ${name} in half a minute.`)));
      const timer = setTimeout(fail, 30_000);
      const settle = (end: () => void) => {
        clearTimeout(timer);
        waiting.delete(look);
        end();
      };
      const look = () => {
        const heard = of(name).find((payload) => fits(payload));
        if (heard) settle(() => resolve(heard));
      };
      waiting.add(look);
      look();
    });
  }
  const of = (name: string) => told.filter((t) => t.name === name).map((t) => t.payload);
  return {
    socket,
    told,
    of,
    hear,
    position: () => position ?? '',
    close: () => void socket.close(),
  };
}

/** Connects and resolves once the gateway says that it is ready. */
export async function enterConsole(
  url: string,
  api: ApiClient,
  options: ConnectOptions = {},
): Promise<ConsoleClient> {
  const client = openConsole(url, api, options);
  await client.hear('ready');
  return client;
}

/** Why a console was not let in. */
export async function refusal(
  url: string,
  api: ApiClient | null,
  options: ConnectOptions = {},
): Promise<string> {
  const client = openConsole(url, api, options);
  const error = await new Promise<Error>((resolve) => client.socket.once('connect_error', resolve));
  client.close();
  const data: unknown = 'data' in error ? error.data : null;
  return typeof data === 'object' && data !== null && 'code' in data ? String(data.code) : error.message;
}
