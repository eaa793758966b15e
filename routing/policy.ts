import { compareIds } from './ids.ts';
import type {
  Assign,
  ChannelKind,
  FallbackAssign,
  People,
  Policy,
  PolicyStep,
  RoutingTeam,
  RoutingUser,
} from './types.ts';

/** Everyone a policy may give tickets to: chosen users and members of chosen teams, each once, by id. */
export function policyUsers(assign: Assign, people: People): string[] {
  if (assign.to === 'customerAgent') return policyUsers(assign.fallback, people);
  if (assign.to !== 'specific') return [];
  const members = assign.teams.flatMap((id) => people.teams.get(id)?.members ?? []);
  const ids = new Set([...assign.users, ...members]);
  return [...ids].filter((id) => people.users.has(id)).sort(compareIds);
}

/** Whether a user could get tickets automatically at some time: active, with a Service seat. */
export function canServe(user: RoutingUser | undefined): boolean {
  return user?.active === true && user.seat === 'service';
}

/** Whether a team has anyone who can serve. */
function isStaffed(team: RoutingTeam, people: People): boolean {
  return team.members.some((id) => canServe(people.users.get(id)));
}

/** Why a policy cannot be saved; `path` is dotted and starts with `policy`, such as `policy.assign.users.0`. */
export interface PolicyProblem {
  path: string;
  message: string;
}

/** What a policy is checked against: the channel's kind and what there is in the workspace, by id. */
export interface PolicySurroundings extends People {
  kind: ChannelKind;
  skills: ReadonlySet<string>;
}

const OPTION_NAMES: Record<Assign['to'], string> = {
  nobody: 'Nobody',
  specific: 'Specific users and teams',
  team: 'Team only',
  contactOwner: 'Contact owner',
  customerAgent: 'Customer agent',
};

const UNAVAILABLE: Partial<Record<Assign['to'], readonly ChannelKind[]>> = {
  customerAgent: ['form', 'call'],
  team: ['call'],
};

/** Whether channels of a kind have that way of assigning at all. */
export function offersAssign(kind: ChannelKind, to: Assign['to']): boolean {
  return UNAVAILABLE[to]?.includes(kind) !== true;
}

/** Everything that keeps a well-formed policy from working, each with its field and reason; empty when it can work. */
export function policyProblems(policy: Policy, around: PolicySurroundings): PolicyProblem[] {
  return [
    ...assignProblems(policy.assign, 'policy.assign', around),
    ...skillProblems(policy.skills.required, 'policy.skills.required', around),
    ...policy.skills.rules.flatMap((rule, i) =>
      skillProblems(rule.skills, `policy.skills.rules.${i}.skills`, around),
    ),
    ...policy.steps.flatMap((step, i) => stepProblems(step, `policy.steps.${i}.do`, around)),
    ...orderProblems(policy.steps),
  ];
}

function assignProblems(assign: Assign, path: string, around: PolicySurroundings): PolicyProblem[] {
  if (!offersAssign(around.kind, assign.to)) {
    const message = `${OPTION_NAMES[assign.to]} is not an option of a ${around.kind} channel.`;
    return [{ path: `${path}.to`, message }];
  }
  switch (assign.to) {
    case 'specific':
      return specificProblems(assign, path, around);
    case 'team':
      return teamProblems(assign.team, `${path}.team`, around);
    case 'customerAgent':
      return [
        { path: `${path}.agent`, message: 'There is no such AI agent: none has been set up yet.' },
        ...assignProblems(assign.fallback, `${path}.fallback`, around),
      ];
    default:
      return [];
  }
}

function specificProblems(
  { users, teams }: Extract<FallbackAssign, { to: 'specific' }>,
  path: string,
  around: PolicySurroundings,
): PolicyProblem[] {
  if (users.length + teams.length === 0) {
    return [{ path: `${path}.users`, message: 'Choose at least one user or team.' }];
  }
  return [
    ...users.flatMap((id, i) => userProblems(id, `${path}.users.${i}`, around)),
    ...teams.flatMap((id, i) => teamProblems(id, `${path}.teams.${i}`, around)),
  ];
}

function userProblems(id: string, path: string, { users }: PolicySurroundings): PolicyProblem[] {
  const user = users.get(id);
  if (!user) return [{ path, message: 'There is no such user.' }];
  if (!user.active) return [{ path, message: `${user.name} is deactivated.` }];
  return canServe(user) ? [] : [{ path, message: `${user.name} has no Service seat.` }];
}

function teamProblems(id: string, path: string, around: PolicySurroundings): PolicyProblem[] {
  const team = around.teams.get(id);
  if (!team) return [{ path, message: 'There is no such team.' }];
  if (isStaffed(team, around)) return [];
  return [{ path, message: `${team.name} has no active user with a Service seat.` }];
}

function skillProblems(skills: readonly string[], path: string, around: PolicySurroundings): PolicyProblem[] {
  return skills.flatMap((id, i) =>
    around.skills.has(id) ? [] : [{ path: `${path}.${i}`, message: 'There is no such skill.' }],
  );
}

function stepProblems({ do: act }: PolicyStep, path: string, around: PolicySurroundings): PolicyProblem[] {
  if ('assign' in act) return assignProblems(act.assign, `${path}.assign`, around);
  return 'relaxSkills' in act ? skillProblems(act.relaxSkills, `${path}.relaxSkills`, around) : [];
}

function orderProblems(steps: readonly PolicyStep[]): PolicyProblem[] {
  return steps.flatMap((step, i) => {
    const problems: PolicyProblem[] = [];
    const before = steps[i - 1];
    if (before && step.afterMinutes <= before.afterMinutes) {
      const message = `Must come later than the step before it (${before.afterMinutes} minutes).`;
      problems.push({ path: `policy.steps.${i}.afterMinutes`, message });
    }
    if ('alertAdmins' in step.do && i < steps.length - 1) {
      problems.push({ path: `policy.steps.${i}.do`, message: 'Alerting the admins must be the last step.' });
    }
    return problems;
  });
}
