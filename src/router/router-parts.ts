import type { ClientSession, Connection } from 'mongoose';
import type { Clock, Log } from '../../adapters/adapter.ts';
import { type Lease, LeaseLost, type Leases } from '../store/leases.ts';
import type { Door } from './door.ts';
import type { LiveState } from './live-state.ts';

/** What a router is made of. */
export interface RouterParts {
  db: Connection;
  clock: Clock;
  leases: Leases;
  log: Log;
  processId: string;
  /** The domain of Message-IDs on channels without an address of their own. */
  mailDomain: string;
  /** HMAC under the workspace's key. */
  sign(text: string): string;
  /** The short way in, opened while this process leads. */
  door: Door;
  /** Uniform in [0, 1). */
  random(): number;
  /** Called after something was put in the outbox. */
  onOutbox(): void;
  /** Called with each batch's figures, for metrics. */
  onBatch?(batch: { decided: number; assigned: number; waiting: number; milliseconds: number }): void;
}

/** What the parts of a reign share. */
export interface ReignParts extends RouterParts {
  lease: Lease;
  state: LiveState;
  session: ClientSession;
}

/** True for what ends a reign rather than one batch. */
export function endsReign(error: unknown): boolean {
  return error instanceof LeaseLost;
}
