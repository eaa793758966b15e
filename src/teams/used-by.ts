import { Conflict } from '../http/errors.ts';

/** Names of the channels whose policies use a team or skill. */
export type UsedBy = (kind: 'team' | 'skill', id: string) => Promise<string[]>;

/** Throws Conflict while a policy uses the team or skill: it would route differently without anybody knowing. */
export async function refuseWhileUsed(usedBy: UsedBy, kind: 'team' | 'skill', id: string): Promise<void> {
  const channels = await usedBy(kind, id);
  if (channels.length > 0) {
    throw new Conflict('in-use', `The policies of these channels use it: ${channels.join(', ')}.`);
  }
}
