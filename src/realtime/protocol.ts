import type { Namespace, Socket } from 'socket.io';
import { z } from 'zod';
import type { Role } from '../http/route.ts';
import type { LiveEvent } from './live-event.ts';

/** What a client passes in `auth`: the position of the last event it saw, to be told what came after. */
export const Handshake = z.object({
  since: z
    .string()
    .regex(/^[0-9A-F]{10,1000}$/)
    .nullish(),
});

/** What a socket tells its client beside the live events. */
export interface ReadyEvent {
  /** What is read now is not older than this. */
  position: string;
  /** `fresh`: first visit; `caught-up`: all that was missed came before; `reset`: read everything anew. */
  state: 'fresh' | 'caught-up' | 'reset';
}

/** Why a socket is closed for good: it will not be let in again by trying. */
export type EndReason = 'signed-out';

/** The events of the namespace `/console` towards its clients. */
export type ToClient = Record<LiveEvent['name'] | 'presence' | 'viewers', (payload: object) => void> & {
  ready(event: ReadyEvent): void;
  /** How far the feed has come. */
  position(event: { position: string }): void;
  /** Sent before the server closes the socket for good. */
  end(event: { reason: EndReason }): void;
};

/** Clients' events are checked by name and shape where they arrive. */
export type FromClient = Record<string, (...args: unknown[]) => void>;

/** What processes tell each other. */
export interface BetweenServers {
  presence(news: unknown): void;
}

/** Who a console's socket belongs to. */
export interface SocketOwner {
  user: { id: string; role: Role; version: number };
  session: string;
  since: string | null;
}

export type ConsoleSocket = Socket<FromClient, ToClient, BetweenServers, SocketOwner>;
export type ConsoleNamespace = Namespace<FromClient, ToClient, BetweenServers, SocketOwner>;
