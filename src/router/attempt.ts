import { StaleContacts } from '../contacts/save-contacts.ts';
import { isDuplicateKey } from '../store/connection.ts';
import type { TicketRecord } from '../tickets/ticket-model.ts';
import type { Batch } from './batch.ts';
import { commitBatch } from './commit.ts';
import { type RoutedBatch, routeBatch } from './route-batch.ts';
import type { ReignParts } from './router-parts.ts';
import { StaleState } from './stale-state.ts';

const MAX_ATTEMPTS = 8;

/**
 * Plans, decides and writes a batch; when memory turns out to be behind, catches up and does it again. `plan` is told
 * whether what it read before may be outdated, and answers null when there is nothing to do; `trim` may leave out what need not be written. Answers the tickets that
 * were decided, or null. Throws what is not a matter of catching up.
 */
export async function attempt(
  plan: (isOutdated: boolean) => Promise<Batch | null>,
  parts: ReignParts,
  trim: (batch: Batch, routed: RoutedBatch) => void = () => undefined,
): Promise<{ batch: Batch; decided: TicketRecord[] } | null> {
  let isOutdated = false;
  for (let tries = 1; ; tries += 1) {
    const began = performance.now();
    const batch = await plan(isOutdated);
    if (!batch) return null;
    const { undo, ...routed } = routeBatch(batch, parts.state, {
      epoch: parts.lease.epoch,
      random: parts.random,
    });
    const decided = [...batch.drafts.values()].map((d) => d.record).filter((r) => batch.toRoute.has(r._id));
    try {
      trim(batch, routed);
      if (!batch.isEmpty) await commitBatch(batch, routed, parts);
      report(batch, routed, performance.now() - began, parts);
      return { batch, decided };
    } catch (error) {
      undo();
      const canCatchUp = isBehind(error) || isDuplicateKey(error);
      if (!canCatchUp || tries >= MAX_ATTEMPTS) throw error;
      isOutdated = !(error instanceof StaleState) || error.behind === 'plan';
      await catchUp(error, parts);
    }
  }
}

/** True when others were faster, however often: no fault of the batch, which may work in a moment. */
export function isBehind(error: unknown): boolean {
  return error instanceof StaleState || error instanceof StaleContacts;
}

async function catchUp(error: unknown, { state }: ReignParts): Promise<void> {
  if (!(error instanceof StaleState)) return;
  for (const user of error.users) await state.reloadLoad(user);
  if (error.behind !== 'people') return;
  await state.loadPeople();
  await state.loadChannels();
}

function report(batch: Batch, routed: RoutedBatch, milliseconds: number, parts: ReignParts): void {
  if (batch.outbox.length > 0) parts.onOutbox();
  const drafts = [...batch.drafts.values()];
  parts.onBatch?.({
    decided: batch.toRoute.size,
    assigned: routed.assignments.length,
    waiting: drafts.filter((d) => d.record.routing.state === 'waiting').length,
    milliseconds,
  });
}
