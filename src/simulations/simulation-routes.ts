import type { Connection } from 'mongoose';
import type { Clock } from '../../adapters/adapter.ts';
import { ChannelParams } from '../channels/channel-schemas.ts';
import type { Channels } from '../channels/channels.ts';
import { zoneOf } from '../decisions/decision-routes.ts';
import type { Actor, Route } from '../http/route.ts';
import { route } from '../http/route.ts';
import { checkCoverage } from './check-coverage.ts';
import { finishInSlices } from './in-slices.ts';
import { presentPreview } from './present-preview.ts';
import { presentSimulation } from './present-simulation.ts';
import { channelOf, type PresentState, readPresentState, refuseUnworkable } from './present-state.ts';
import { previewDecision } from './preview.ts';
import { runSimulation } from './run-simulation.ts';
import {
  CoverageQuestion,
  CoverageSchema,
  LanguageQuery,
  PreviewQuestion,
  PreviewSchema,
  SimulationQuestionSchema,
  SimulationSchema,
} from './simulation-schemas.ts';
import { createTurns } from './turns.ts';

const AT_ONCE = 2;
const WAIT_SECONDS = 10;

/** What trying policies needs. It changes nothing. */
export interface SimulationRouteParts {
  db: Connection;
  clock: Clock;
  channels: Pick<Channels, 'find'>;
  random(): number;
}

/** The routes by which an admin tries a policy before it goes live. */
export function createSimulationRoutes(parts: SimulationRouteParts): Route[] {
  return [simulations(parts), previews(parts), savedCoverage(parts), plannedCoverage(parts)];
}

function simulations({ db, clock }: SimulationRouteParts): Route {
  const turns = createTurns(AT_ONCE, WAIT_SECONDS);
  return route({
    method: 'post',
    path: '/routing/simulations',
    summary: "What a policy would have done with a period's tickets of a channel, beside what happened",
    access: 'admin',
    area: 'routing',
    query: LanguageQuery,
    body: SimulationQuestionSchema,
    response: SimulationSchema,
    handle: ({ actor, query, body }) =>
      turns(async () => {
        const asOf = clock.now();
        const channel = await channelOf(db, body.channel);
        const state = await readPresentState(db);
        refuseUnworkable(body.policy, channel.kind, state);
        const [from, to] = [Date.parse(body.from), Date.parse(body.to)];
        // Nothing has happened yet after now; what came in this very millisecond has.
        const period = { from: new Date(from), to: new Date(Math.min(to, asOf + 1)) };
        const result = await runSimulation(db, { channel: channel._id, policy: body.policy, period, state });
        const words = await wordsFor(db, actor, state, query.language);
        const about = { channel: channel._id, from, to, asOf };
        return finishInSlices(presentSimulation(result, about, words));
      }),
  });
}

function previews({ db, clock, random }: SimulationRouteParts): Route {
  return route({
    method: 'post',
    path: '/routing/previews',
    summary: 'Who would get a ticket now or at a later instant, and why not the others',
    access: 'admin',
    area: 'routing',
    query: LanguageQuery,
    body: PreviewQuestion,
    response: PreviewSchema,
    async handle({ actor, query, body }) {
      const channel = await channelOf(db, body.channel);
      const state = await readPresentState(db);
      if (body.policy) refuseUnworkable(body.policy, channel.kind, state);
      const policy = body.policy ?? channel.policy;
      const now = clock.now();
      const decision = await previewDecision({ db, channel, policy, state, now, random }, body);
      const words = await wordsFor(db, actor, state, query.language);
      const policyVersion = body.policy ? 0 : channel.policyVersion;
      const under = { channel: channel._id, policyVersion, policy, people: state.people };
      return finishInSlices(presentPreview(decision, under, words));
    },
  });
}

function savedCoverage({ db, clock, channels }: SimulationRouteParts): Route {
  return route({
    method: 'get',
    path: '/channels/:id/coverage',
    summary: "What of the next eight weeks a channel's policy leaves uncovered",
    access: 'admin',
    area: 'channels',
    params: ChannelParams,
    response: CoverageSchema,
    async handle({ params }) {
      const channel = await channels.find(params.id);
      return checkCoverage(channel, await readPresentState(db), clock.now());
    },
  });
}

function plannedCoverage({ db, clock }: SimulationRouteParts): Route {
  return route({
    method: 'post',
    path: '/routing/coverage',
    summary: 'What of the next eight weeks a policy that is not saved yet would leave uncovered',
    access: 'admin',
    area: 'routing',
    body: CoverageQuestion,
    response: CoverageSchema,
    async handle({ body }) {
      const state = await readPresentState(db);
      refuseUnworkable(body.policy, body.kind, state);
      return checkCoverage(body, state, clock.now());
    },
  });
}

async function wordsFor(db: Connection, actor: Actor, { names }: PresentState, language: 'en' | 'de') {
  return { names, language, zone: await zoneOf(db, actor.id) };
}
