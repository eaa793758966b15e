import { io, type Socket } from 'socket.io-client';
import type { ApiClient } from '../support/api-client.ts';
import { eventually } from '../support/gateway.ts';

/** Something that a console was told. */
export interface Told {
  name: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into payloads that the gateway presents
  payload: any;
}

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
  hear(name: string, fits?: (payload: any) => boolean): Promise<any>;
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
  });
  const of = (name: string) => told.filter((t) => t.name === name).map((t) => t.payload);
  return {
    socket,
    told,
    of,
    hear: (name, fits = () => true) =>
      eventually(`the console hears ${name}`, async () => of(name).find((payload) => fits(payload))),
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
