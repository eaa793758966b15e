import { z } from 'zod';
import { listOf, listQuery } from '../http/list.ts';
import { type Route, route } from '../http/route.ts';
import type { SkillRecord } from './skill-model.ts';
import type { Skills } from './skills.ts';

/** A skill, as the API shows it. */
export const SkillSchema = z
  .strictObject({ id: z.string(), name: z.string(), createdAt: z.iso.datetime() })
  .meta({ id: 'Skill' });

const NewSkill = z.strictObject({ name: z.string().trim().min(1).max(100) }).meta({ id: 'NewSkill' });
const SkillChange = NewSkill.partial().meta({ id: 'SkillChange' });

const SkillId = z.object({ id: z.string() });
const area = 'skills';

/** The routes of skills. */
export function createSkillRoutes({ skills }: { skills: Skills }): Route[] {
  return [...readSkills(skills), ...changeSkills(skills)];
}

function readSkills(skills: Skills): Route[] {
  return [
    route({
      method: 'get',
      path: '/skills',
      summary: 'Lists skills by name',
      access: 'agent',
      area,
      query: listQuery,
      response: listOf(SkillSchema),
      async handle({ query }) {
        const { items, next } = await skills.list(query);
        return { items: items.map(presentSkill), next };
      },
    }),
    route({
      method: 'get',
      path: '/skills/:id',
      summary: 'Shows a skill',
      access: 'agent',
      area,
      params: SkillId,
      response: SkillSchema,
      handle: async ({ params }) => presentSkill(await skills.find(params.id)),
    }),
  ];
}

function changeSkills(skills: Skills): Route[] {
  return [
    route({
      method: 'post',
      path: '/skills',
      summary: 'Makes a skill',
      access: 'admin',
      area,
      status: 201,
      makes: true,
      body: NewSkill,
      response: SkillSchema,
      handle: async ({ actor, body, made }) => presentSkill(await skills.create(actor, body.name, made)),
    }),
    route({
      method: 'patch',
      path: '/skills/:id',
      summary: 'Renames a skill',
      access: 'admin',
      area,
      params: SkillId,
      body: SkillChange,
      response: SkillSchema,
      handle: async ({ actor, params, body }) =>
        presentSkill(await skills.rename(actor, params.id, body.name)),
    }),
    route({
      method: 'delete',
      path: '/skills/:id',
      summary: 'Deletes a skill that no policy uses',
      access: 'admin',
      area,
      status: 204,
      params: SkillId,
      handle: ({ actor, params }) => skills.remove(actor, params.id),
    }),
  ];
}

function presentSkill({ _id, name, createdAt }: SkillRecord) {
  return { id: _id, name, createdAt: createdAt.toISOString() };
}
