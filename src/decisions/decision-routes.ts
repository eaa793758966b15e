import type { Connection } from 'mongoose';
import { z } from 'zod';
import { explainDecision } from '../../routing/explain.ts';
import type { Decision } from '../../routing/types.ts';
import { decodeCursor, listOf, listQuery, page } from '../http/list.ts';
import { type Route, route } from '../http/route.ts';
import { skillModel } from '../skills/skill-model.ts';
import { teamModel } from '../teams/team-model.ts';
import { findTicket } from '../tickets/change-ticket.ts';
import { TicketParams } from '../tickets/ticket-schemas.ts';
import { userModel } from '../users/user-model.ts';
import { decisionsOf, readOrigins } from './read-round.ts';
import { type RoundRecord, roundModel } from './round-model.ts';

const CandidateSchema = z.strictObject({
  user: z.string(),
  name: z.string(),
  availability: z.strictObject({
    status: z.enum(['available', 'away']),
    reason: z.string(),
    until: z.iso.datetime().nullable(),
  }),
  load: z.number().int().meta({ description: 'Open tickets of the type, assigned in the last 30 days' }),
  capacity: z.number().int().nullable(),
  units: z.strictObject({ used: z.number(), capacity: z.number() }).nullable(),
  missingSkills: z.array(z.string()),
  eligible: z.boolean(),
  passedOver: z.string().nullable().meta({ description: 'Why not; null for the eligible' }),
});

/** A routing decision as the API shows it. */
export const DecisionSchema = z
  .strictObject({
    at: z.iso.datetime(),
    outcome: z.enum(['assigned', 'team', 'unassigned', 'queued']),
    reason: z.string(),
    explanation: z.string().meta({ description: 'The decision in words' }),
    owner: z.string().nullable(),
    team: z.string().nullable(),
    policy: z.strictObject({
      channel: z.string().nullable(),
      version: z.number().int(),
      distribution: z.string(),
      step: z.number().int().nullable(),
    }),
    requiredSkills: z.array(z.string()),
    skillsRelaxed: z.boolean(),
    candidates: z.array(CandidateSchema),
    retry: z.strictObject({ on: z.array(z.string()), at: z.iso.datetime().nullable() }).nullable(),
  })
  .meta({ id: 'Decision' });

const DecisionQuery = listQuery.extend({ language: z.enum(['en', 'de']).default('en') });

/** The routing decisions of a ticket, with everything they saw. */
export function createDecisionRoutes({ db }: { db: Connection }): Route[] {
  return [
    route({
      method: 'get',
      path: '/tickets/:id/decisions',
      summary: 'The routing decisions of a ticket, the latest first, with every candidate and reason',
      access: 'agent',
      area: 'tickets',
      params: TicketParams,
      query: DecisionQuery,
      response: listOf(DecisionSchema),
      async handle({ params, query, actor }) {
        const ticket = await findTicket(db, params.id);
        const before = decodeCursor(query.cursor, z.string());
        const found = await roundModel(db)
          .find({ 'picks.ticket': ticket._id, ...(before === undefined ? {} : { _id: { $lt: before } }) })
          .sort({ _id: -1 })
          .limit(query.limit + 1)
          .lean();
        const { items: rounds, next } = page(found, query.limit, (round) => round._id);
        const words = {
          names: await readNames(db),
          language: query.language,
          zone: await zoneOf(db, actor.id),
        };
        const origins = await readOrigins(db, rounds);
        const items = rounds.flatMap((round) =>
          decisionsOf(round, origins)
            .filter((d) => d.ticket === ticket._id)
            .map((d) => presentDecision(d, round, words)),
        );
        return { items, next };
      },
    }),
  ];
}

/** The names of what a decision is about, and the reader's language and time zone. */
export interface Words {
  names: ReadonlyMap<string, string>;
  language: 'en' | 'de';
  zone: string;
}

/** A decision as the API shows it, with its explanation; `round` says under which policy it was taken. */
export function presentDecision(
  decision: Decision,
  round: Pick<RoundRecord, 'channel' | 'policyVersion' | 'policy'>,
  words: Words,
): z.infer<typeof DecisionSchema> {
  const { channel, policyVersion, policy } = round;
  return {
    at: new Date(decision.at).toISOString(),
    outcome: decision.outcome,
    reason: decision.reason,
    explanation: explainDecision(decision, words.names, words.language, words.zone),
    owner: decision.owner,
    team: decision.team,
    policy: { channel, version: policyVersion, distribution: policy.distribution, step: decision.step },
    requiredSkills: decision.requiredSkills,
    skillsRelaxed: decision.skillsRelaxed,
    candidates: decision.candidates.map(({ lastAssigned: _, availability, ...seen }) => ({
      ...seen,
      availability: { ...availability, until: iso(availability.until) },
    })),
    retry: decision.retry && { on: decision.retry.on, at: iso(decision.retry.at) },
  };
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** Names of users, teams and skills by id. */
async function readNames(db: Connection): Promise<ReadonlyMap<string, string>> {
  const all = await Promise.all([
    userModel(db).find().select('name').lean(),
    teamModel(db).find().select('name').lean(),
    skillModel(db).find().select('name').lean(),
  ]);
  return new Map(all.flat().map((named) => [named._id, named.name]));
}

/** The time zone of a user; UTC for a program. */
export async function zoneOf(db: Connection, user: string): Promise<string> {
  return (await userModel(db).findById(user).select('timeZone').lean())?.timeZone ?? 'UTC';
}
