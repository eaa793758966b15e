import type { z } from 'zod';
import { COVERAGE_MS, type Coverage, coverageInSteps } from '../../routing/coverage.ts';
import { MINUTE_MS } from '../../routing/instants.ts';
import { ticketTypeOf } from '../../routing/ticket-type.ts';
import type { Calendar, ChannelKind, Policy } from '../../routing/types.ts';
import { finishInSlices } from './in-slices.ts';
import type { PresentState } from './present-state.ts';
import type { CoverageSchema } from './simulation-schemas.ts';

const MOST_SHOWN = 200;

/** Checks a policy and hours against the eight weeks that begin with this minute. */
export async function checkCoverage(
  of: { kind: ChannelKind; policy: Policy; operatingHours: Calendar | null },
  { people, rules, names }: PresentState,
  now: number,
): Promise<z.infer<typeof CoverageSchema>> {
  const { kind, policy, operatingHours } = of;
  const from = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const steps = coverageInSteps({ policy, type: ticketTypeOf(kind), people, rules, operatingHours, from });
  return presentCoverage(await finishInSlices(steps), from, names);
}

function presentCoverage(
  { uncovered, uncoveredMinutes, scarceSkills, unreachableSteps }: Coverage,
  from: number,
  names: ReadonlyMap<string, string>,
): z.infer<typeof CoverageSchema> {
  const items = uncovered.slice(0, MOST_SHOWN);
  return {
    from: iso(from),
    to: iso(from + COVERAGE_MS),
    uncoveredMinutes,
    uncovered: {
      intervals: uncovered.length,
      items: items.map((span) => ({ from: iso(span.from), to: iso(span.to) })),
    },
    scarceSkills: scarceSkills.map(({ skill, user }) => ({
      skill,
      name: names.get(skill) ?? skill,
      user,
      userName: user === null ? null : (names.get(user) ?? user),
    })),
    unreachableSteps,
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
