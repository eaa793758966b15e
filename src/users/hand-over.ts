import type { Connection } from 'mongoose';
import { BadInput, Conflict } from '../http/errors.ts';
import type { Actor } from '../http/route.ts';
import { teamModel } from '../teams/team-model.ts';
import { setOwner } from '../tickets/set-owner.ts';
import { ticketModel } from '../tickets/ticket-model.ts';
import { userModel } from './user-model.ts';

/** Who takes the open tickets of somebody who leaves. */
export type Handover = { user: string } | { team: string };

/** Throws BadInput for somebody who cannot take them. */
export async function requireHeir(db: Connection, leaving: string, to: Handover): Promise<void> {
  if ('team' in to) {
    if (await teamModel(db).exists({ _id: to.team })) return;
    throw new BadInput([{ path: 'handover.team', message: 'There is no such team.' }]);
  }
  if (to.user !== leaving && (await userModel(db).exists({ _id: to.user, active: true }))) return;
  throw new BadInput([{ path: 'handover.user', message: 'Choose somebody else who is active.' }]);
}

/** Gives a user's open tickets to somebody by hand; one that went elsewhere meanwhile stays there. */
export async function handOver(
  db: Connection,
  of: { from: string; to: Handover; actor: Actor; at: Date },
): Promise<void> {
  const tickets = await ticketModel(db).find({ owner: of.from, open: true }).select('_id').lean();
  for (const { _id } of tickets) {
    await setOwner(db, _id, { ...of.to, expected: of.from }, of).catch((error: unknown) => {
      if (!(error instanceof Conflict)) throw error;
    });
  }
}
