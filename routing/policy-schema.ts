import { z } from 'zod';
import type { Policy } from './types.ts';

const Id = z.string().min(1).max(100);
const Ids = z.array(Id).max(1000);
const Minutes = z.int().min(1).max(525_600);

const NobodySchema = z.strictObject({ to: z.literal('nobody') });
const SpecificSchema = z.strictObject({
  to: z.literal('specific'),
  users: Ids.default([]),
  teams: Ids.default([]),
});
const TeamSchema = z.strictObject({
  to: z.literal('team'),
  team: z.string().min(1, { error: 'Choose a team.' }).max(100),
});

const FallbackSchema = z.discriminatedUnion('to', [NobodySchema, SpecificSchema], {
  error: ({ input }) =>
    isCustomerAgent(input)
      ? 'The fallback of a customer agent cannot itself be a customer agent.'
      : 'The fallback is nobody, or specific users and teams.',
});

const AssignSchema = z.discriminatedUnion('to', [
  NobodySchema,
  SpecificSchema,
  TeamSchema,
  z.strictObject({ to: z.literal('contactOwner') }),
  z.strictObject({ to: z.literal('customerAgent'), agent: Id, fallback: FallbackSchema }),
]);

const SkillRuleSchema = z.strictObject({
  field: z.string().min(1).max(200),
  contains: z.string().min(1).max(1000),
  skills: Ids.min(1, { error: 'Choose at least one skill.' }),
});

const SkillPolicySchema = z.strictObject({
  required: Ids.default([]),
  rules: z.array(SkillRuleSchema).max(200).default([]),
  fallback: z.enum(['ignore', 'unassigned']).default('unassigned'),
});

const StepSchema = z.strictObject({
  afterMinutes: Minutes,
  do: z.union([
    z.strictObject({ assign: z.discriminatedUnion('to', [NobodySchema, SpecificSchema, TeamSchema]) }),
    z.strictObject({ relaxSkills: Ids.min(1, { error: 'Choose at least one skill.' }) }),
    z.strictObject({ alertAdmins: z.literal(true) }),
  ]),
});

/** Checks the shape of a policy from outside and fills in the defaults; `policyProblems` checks its sense. */
export const PolicySchema = z.strictObject({
  assign: AssignSchema.default({ to: 'nobody' }),
  distribution: z.enum(['load-balanced', 'round-robin', 'random']).default('load-balanced'),
  onlyAvailable: z.boolean().default(true),
  whenNoneAvailable: z.enum(['leave', 'queue']).default('leave'),
  skills: SkillPolicySchema.prefault({}),
  steps: z.array(StepSchema).max(20).default([]),
  unansweredMinutes: Minutes.nullable().default(null),
}) satisfies z.ZodType<Policy>;

/** What a channel has until someone sets a policy: its tickets are assigned to nobody. */
export const DEFAULT_POLICY: Policy = PolicySchema.parse({});

function isCustomerAgent(input: unknown): boolean {
  return typeof input === 'object' && input !== null && 'to' in input && input.to === 'customerAgent';
}
