import type { Connection } from 'mongoose';
import type { Clock, Log } from '../../adapters/adapter.ts';
import { createTagTimer } from '../tags/retag.ts';
import { createSnoozeTimer } from '../tickets/snooze.ts';
import type { Ticker } from '../tickets/ticker.ts';

/** What the inbox does by itself in every worker: bring snoozed tickets back, finish changes of tags. */
export function createInboxTimers(parts: { db: Connection; clock: Clock; log: Log }): Ticker[] {
  return [createSnoozeTimer(parts), createTagTimer(parts)];
}
