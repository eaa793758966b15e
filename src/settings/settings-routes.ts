import { z } from 'zod';
import { LEAVE_RULES } from '../../routing/types.ts';
import { definedOnly } from '../http/defined-only.ts';
import { type Route, route } from '../http/route.ts';
import { CapacitySchema } from '../users/user-schemas.ts';
import { readRoutingRules } from './routing-rules.ts';
import {
  changeRoutingRules,
  changeSecurityRules,
  changeWorkspace,
  readSecurityRules,
  readWorkspace,
  type SettingsParts,
} from './settings.ts';
import { SECOND_FACTOR_RULES } from './settings-model.ts';

const area = 'settings';

const Units = z.number().positive().max(1000);
const Minutes = z
  .int()
  .min(1)
  .max(24 * 60)
  .nullable();

const rules = {
  capacity: CapacitySchema,
  awayWithoutConsoleMinutes: Minutes,
  weights: z
    .strictObject({
      units: z.strictObject({ calling: Units, messaging: Units, email: Units }),
      capacity: z.number().positive().max(100_000),
    })
    .nullable(),
  rampPerMinute: z.int().min(1).max(10_000).nullable(),
  shiftEndMinutes: z.strictObject({ calling: Minutes, messaging: Minutes, email: Minutes }),
  onLeave: z.enum(LEAVE_RULES),
};

/** The rules that hold for all routing, as the API shows them. */
export const RoutingRulesSchema = z.strictObject(rules).meta({ id: 'RoutingRules' });
const RoutingRulesChange = z.strictObject(rules).partial().meta({ id: 'RoutingRulesChange' });
/** The workspace, as the API shows it. */
export const WorkspaceSchema = z
  .strictObject({ name: z.string().trim().min(1).max(100) })
  .meta({ id: 'Workspace' });
/** The rules for signing in, as the API shows them. */
export const SecuritySchema = z
  .strictObject({
    secondFactor: z.enum(SECOND_FACTOR_RULES).meta({
      description: 'Who must sign in with a second factor; whoever has none is asked to set one up',
    }),
  })
  .meta({ id: 'SecurityRules' });

/** The routes of the workspace's settings. */
export function createSettingsRoutes(parts: SettingsParts): Route[] {
  return [...routingRules(parts), ...workspace(parts), ...security(parts)];
}

function routingRules(parts: SettingsParts): Route[] {
  const shared = { path: '/settings/routing', access: 'admin', area, response: RoutingRulesSchema } as const;
  return [
    route({
      ...shared,
      method: 'get',
      summary: 'Shows the rules that hold for all routing',
      handle: () => readRoutingRules(parts.db),
    }),
    route({
      ...shared,
      method: 'patch',
      summary: 'Replaces the named routing rules; null turns one off',
      body: RoutingRulesChange,
      handle: ({ actor, body }) => changeRoutingRules(parts, actor, definedOnly(body)),
    }),
  ];
}

function workspace(parts: SettingsParts): Route[] {
  const shared = { path: '/settings/workspace', area, response: WorkspaceSchema } as const;
  return [
    route({
      ...shared,
      method: 'get',
      summary: 'Shows the workspace',
      access: 'agent',
      handle: () => readWorkspace(parts.db),
    }),
    route({
      ...shared,
      method: 'patch',
      summary: 'Changes the workspace',
      access: 'admin',
      body: WorkspaceSchema.partial(),
      handle: ({ actor, body }) => changeWorkspace(parts, actor, definedOnly(body)),
    }),
  ];
}

function security(parts: SettingsParts): Route[] {
  const shared = { path: '/settings/security', area, response: SecuritySchema } as const;
  return [
    route({
      ...shared,
      method: 'get',
      summary: 'Shows the rules for signing in',
      access: 'admin',
      handle: () => readSecurityRules(parts.db),
    }),
    route({
      ...shared,
      method: 'patch',
      summary: 'Changes the rules for signing in',
      access: 'superAdmin',
      body: SecuritySchema.partial(),
      handle: ({ actor, body }) => changeSecurityRules(parts, actor, definedOnly(body)),
    }),
  ];
}
