import { createHash } from 'node:crypto';
import type { Policy } from '../../routing/types.ts';
import { reaches } from '../http/access.ts';
import { planDelivery } from './delivery-plan.ts';
import type { NotificationActor, NotificationRecord } from './notification-model.ts';
import type { Kind } from './notification-settings.ts';
import type { Person } from './people.ts';

/** Something that happened, which people may be told of. */
export interface Cause {
  kind: Kind;
  /** Names the cause for good: told again, it is the same. */
  key: string;
  /** Whoever it concerns in person; null = those who follow tickets without owner, or for a channel the admins. */
  to: readonly string[] | null;
  ticket: NotificationRecord['ticket'];
  channel: NotificationRecord['channel'];
  /** The teams that a ticket without owner is for. */
  teams: readonly string[];
  message: string | null;
  /** Who did it: nobody is told of their own acts. */
  actor: NotificationActor | null;
  at: Date;
}

/** What each person is told of a cause, by their settings; nobody twice, and nobody of their own act. */
export function notificationsOf(cause: Cause, people: readonly Person[], now: number): NotificationRecord[] {
  return people.flatMap((person) => {
    if (!concerns(cause, person) || isOwnAct(cause, person)) return [];
    const plan = planDelivery(person, cause.kind, now);
    return plan === null ? [] : [{ ...recordOf(cause, person.id), ...plan }];
  });
}

/** The id of what a person is told of a cause: whoever makes it twice makes the same. */
function notificationId(user: string, key: string): string {
  return createHash('sha256').update(`${user}\n${key}`).digest('hex').slice(0, 32);
}

/** The teams that the tickets of a channel are for, as its policy says. */
export function teamsOfPolicy({ assign, steps }: Pick<Policy, 'assign' | 'steps'>): string[] {
  const targets = [assign, ...steps.flatMap((step) => ('assign' in step.do ? [step.do.assign] : []))];
  return targets.flatMap((target) => {
    if (target.to === 'team') return [target.team];
    if (target.to === 'specific') return target.teams;
    return target.to === 'customerAgent' && target.fallback.to === 'specific' ? target.fallback.teams : [];
  });
}

function concerns(cause: Cause, person: Person): boolean {
  if (cause.to !== null) return cause.to.includes(person.id);
  if (cause.kind === 'channelDown') return reaches(person.role, 'admin');
  const { scope, channels } = person.settings.unassigned;
  if (scope === 'all') return true;
  if (scope === 'channels') return cause.channel !== null && channels.includes(cause.channel.id);
  return cause.teams.some((team) => person.teams.includes(team));
}

function isOwnAct({ actor }: Cause, { id }: Person): boolean {
  return actor?.kind === 'user' && actor.id === id;
}

function recordOf(cause: Cause, user: string) {
  return {
    _id: notificationId(user, cause.key),
    user,
    kind: cause.kind,
    ticket: cause.ticket,
    channel: cause.channel,
    message: cause.message,
    actor: cause.actor,
    at: cause.at,
    readAt: null,
    pushAttempts: 0,
  };
}
