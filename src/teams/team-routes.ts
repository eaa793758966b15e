import { z } from 'zod';
import { listOf, listQuery } from '../http/list.ts';
import { type Route, route } from '../http/route.ts';
import type { Team, Teams } from './teams.ts';

/** A team with its members, as the API shows it. */
export const TeamSchema = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    members: z.array(z.string()),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Team' });

const NewTeam = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    members: z.array(z.string()).max(5000).optional(),
  })
  .meta({ id: 'NewTeam' });
const TeamChange = NewTeam.partial().meta({ id: 'TeamChange' });

const TeamId = z.object({ id: z.string() });
const area = 'teams';

/** The routes of teams. */
export function createTeamRoutes({ teams }: { teams: Teams }): Route[] {
  return [...readTeams(teams), ...changeTeams(teams)];
}

function readTeams(teams: Teams): Route[] {
  return [
    route({
      method: 'get',
      path: '/teams',
      summary: 'Lists teams by name',
      access: 'agent',
      area,
      query: listQuery,
      response: listOf(TeamSchema),
      async handle({ query }) {
        const { items, next } = await teams.list(query);
        return { items: items.map(presentTeam), next };
      },
    }),
    route({
      method: 'get',
      path: '/teams/:id',
      summary: 'Shows a team',
      access: 'agent',
      area,
      params: TeamId,
      response: TeamSchema,
      handle: async ({ params }) => presentTeam(await teams.find(params.id)),
    }),
  ];
}

function changeTeams(teams: Teams): Route[] {
  return [
    route({
      method: 'post',
      path: '/teams',
      summary: 'Makes a team',
      access: 'admin',
      area,
      status: 201,
      makes: true,
      body: NewTeam,
      response: TeamSchema,
      handle: async ({ actor, body, made }) => presentTeam(await teams.create(actor, body, made)),
    }),
    route({
      method: 'patch',
      path: '/teams/:id',
      summary: 'Changes the named fields of a team',
      access: 'admin',
      area,
      params: TeamId,
      body: TeamChange,
      response: TeamSchema,
      handle: async ({ actor, params, body }) => presentTeam(await teams.change(actor, params.id, body)),
    }),
    route({
      method: 'delete',
      path: '/teams/:id',
      summary: 'Deletes a team that no policy uses',
      access: 'admin',
      area,
      status: 204,
      params: TeamId,
      handle: ({ actor, params }) => teams.remove(actor, params.id),
    }),
  ];
}

function presentTeam({ _id, name, members, createdAt }: Team) {
  return { id: _id, name, members, createdAt: createdAt.toISOString() };
}
