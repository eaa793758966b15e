import { expect } from 'chai';
import { policyProblems, policyUsers } from '../../routing/policy.ts';
import { DEFAULT_POLICY, PolicySchema } from '../../routing/policy-schema.ts';
import { ticketTypeOf } from '../../routing/ticket-type.ts';
import { type Assign, CHANNEL_KINDS, type ChannelKind, type Policy } from '../../routing/types.ts';
import { people, policyFor, team, user } from './factories.ts';

const WORKSPACE = {
  ...people(
    [user('ana'), user('ben'), user('gone', { active: false }), user('light', { seat: 'none' })],
    [team('sales', 'ben', 'light'), team('empty'), team('idle', 'gone', 'light', 'nobody-known')],
  ),
  skills: new Set(['german']),
};

function problems(policy: Partial<Policy>, kind: ChannelKind = 'email'): { path: string; message: string }[] {
  return policyProblems({ ...DEFAULT_POLICY, ...policy }, { ...WORKSPACE, kind });
}

function paths(policy: Partial<Policy>, kind: ChannelKind = 'email'): string[] {
  return problems(policy, kind).map(({ path }) => path);
}

function wrongFields(policy: unknown): string[] {
  return PolicySchema.safeParse(policy).error?.issues.map((issue) => issue.path.join('.')) ?? [];
}

describe('PolicySchema', () => {
  it('fills in the defaults', () => {
    expect(PolicySchema.parse({})).to.deep.equal({
      assign: { to: 'nobody' },
      distribution: 'load-balanced',
      onlyAvailable: true,
      whenNoneAvailable: 'leave',
      skills: { required: [], rules: [], fallback: 'unassigned' },
      steps: [],
      unansweredMinutes: null,
    });
    expect(PolicySchema.parse({ skills: { required: ['german'] } }).skills).to.deep.equal({
      required: ['german'],
      rules: [],
      fallback: 'unassigned',
    });
  });

  it('gives every parsed policy lists of its own', () => {
    expect(PolicySchema.parse({}).steps).to.not.equal(PolicySchema.parse({}).steps);
    expect(PolicySchema.parse({}).assign).to.not.equal(DEFAULT_POLICY.assign);
  });

  it('says why a customer agent is no fallback', () => {
    const fallback = { to: 'customerAgent', agent: 'a', fallback: { to: 'nobody' } };
    const issue = PolicySchema.safeParse({ assign: { to: 'customerAgent', agent: 'a', fallback } }).error
      ?.issues[0];
    expect(issue?.path.join('.')).to.match(/^assign\.fallback/);
    expect(issue?.message).to.equal('The fallback of a customer agent cannot itself be a customer agent.');
  });

  it('names the field that is wrong and refuses unknown ones', () => {
    expect(wrongFields({ assign: { to: 'team', team: '' } })).to.deep.equal(['assign.team']);
    expect(wrongFields({ assign: { to: 'everyone' } })).to.deep.equal(['assign.to']);
    expect(wrongFields({ distribution: 'fair' })).to.deep.equal(['distribution']);
    expect(wrongFields({ steps: [{ afterMinutes: 0, do: { alertAdmins: true } }] })).to.deep.equal([
      'steps.0.afterMinutes',
    ]);
    expect(wrongFields({ assign: { to: 'nobody', users: [] } })).to.deep.equal(['assign']);
    expect(PolicySchema.safeParse({ skill: [] }).success).to.equal(false);
  });
});

describe('the users of a policy', () => {
  it('are the chosen ones and the members of chosen teams, each once, by id', () => {
    const assign: Assign = {
      to: 'specific',
      users: ['light', 'ben', 'unknown'],
      teams: ['sales', 'idle', 'lost'],
    };
    expect(policyUsers(assign, WORKSPACE)).to.deep.equal(['ben', 'gone', 'light']);
  });

  it('of a customer agent are those of its fallback, of anything else nobody', () => {
    const fallback: Assign = { to: 'specific', users: ['ana'], teams: [] };
    expect(policyUsers({ to: 'customerAgent', agent: 'a', fallback }, WORKSPACE)).to.deep.equal(['ana']);
    expect(policyUsers({ to: 'team', team: 'sales' }, WORKSPACE)).to.deep.equal([]);
    expect(policyUsers({ to: 'contactOwner' }, WORKSPACE)).to.deep.equal([]);
  });
});

describe('the problems of a policy', () => {
  it('are none where it can work', () => {
    expect(problems({})).to.deep.equal([]);
    expect(problems(policyFor(['ana']))).to.deep.equal([]);
    expect(problems({ assign: { to: 'specific', users: [], teams: ['sales'] } })).to.deep.equal([]);
    expect(problems({ assign: { to: 'contactOwner' } }, 'call')).to.deep.equal([]);
  });

  it('are found where no user or team is chosen', () => {
    expect(problems(policyFor([]))).to.deep.equal([
      { path: 'policy.assign.users', message: 'Choose at least one user or team.' },
    ]);
  });

  it('name each user who cannot serve, and why', () => {
    expect(problems(policyFor(['ana', 'gone', 'light', 'lost']))).to.deep.equal([
      { path: 'policy.assign.users.1', message: 'Gone is deactivated.' },
      { path: 'policy.assign.users.2', message: 'Light has no Service seat.' },
      { path: 'policy.assign.users.3', message: 'There is no such user.' },
    ]);
  });

  it('name each team without anyone who can serve', () => {
    const staffless = 'has no active user with a Service seat.';
    expect(
      problems({ assign: { to: 'specific', users: [], teams: ['sales', 'empty', 'idle'] } }),
    ).to.deep.equal([
      { path: 'policy.assign.teams.1', message: `Team empty ${staffless}` },
      { path: 'policy.assign.teams.2', message: `Team idle ${staffless}` },
    ]);
    expect(problems({ assign: { to: 'team', team: 'empty' } })).to.deep.equal([
      { path: 'policy.assign.team', message: `Team empty ${staffless}` },
    ]);
    expect(paths({ assign: { to: 'team', team: 'lost' } })).to.deep.equal(['policy.assign.team']);
  });

  it('follow the table of what each kind of channel can do', () => {
    const refusing = (assign: Assign) =>
      CHANNEL_KINDS.filter((kind) => paths({ assign }, kind).includes('policy.assign.to'));
    expect(refusing({ to: 'customerAgent', agent: 'a', fallback: { to: 'nobody' } })).to.deep.equal([
      'form',
      'call',
    ]);
    expect(refusing({ to: 'team', team: 'sales' })).to.deep.equal(['call']);
    expect(refusing({ to: 'specific', users: ['ana'], teams: [] })).to.deep.equal([]);
    expect(refusing({ to: 'contactOwner' })).to.deep.equal([]);
    expect(refusing({ to: 'nobody' })).to.deep.equal([]);
  });

  it('say that there is no AI agent yet, and look into the fallback', () => {
    const fallback: Assign = { to: 'specific', users: ['gone'], teams: [] };
    const found = problems({ assign: { to: 'customerAgent', agent: 'a', fallback } });
    expect(found[0]).to.deep.include({ path: 'policy.assign.agent' });
    expect(found[0]?.message).to.match(/AI agent/);
    expect(found[1]?.path).to.equal('policy.assign.fallback.users.0');
  });

  it('name unknown skills wherever they stand', () => {
    const skills = {
      required: ['german', 'elvish'],
      rules: [{ field: 'text', contains: 'x', skills: ['klingon'] }],
      fallback: 'ignore' as const,
    };
    expect(paths({ skills, steps: [{ afterMinutes: 1, do: { relaxSkills: ['elvish'] } }] })).to.deep.equal([
      'policy.skills.required.1',
      'policy.skills.rules.0.skills.0',
      'policy.steps.0.do.relaxSkills.0',
    ]);
  });

  it('find steps that are out of order, and what cannot work in them', () => {
    const steps: Policy['steps'] = [
      { afterMinutes: 10, do: { alertAdmins: true } },
      { afterMinutes: 10, do: { assign: { to: 'specific', users: [], teams: [] } } },
      { afterMinutes: 5, do: { assign: { to: 'team', team: 'empty' } } },
    ];
    expect(paths({ steps })).to.deep.equal([
      'policy.steps.1.do.assign.users',
      'policy.steps.2.do.assign.team',
      'policy.steps.0.do',
      'policy.steps.1.afterMinutes',
      'policy.steps.2.afterMinutes',
    ]);
    expect(
      paths({ steps: [{ afterMinutes: 1, do: { assign: { to: 'team', team: 'sales' } } }] }, 'call'),
    ).to.deep.equal(['policy.steps.0.do.assign.to']);
  });
});

describe('the type of a ticket', () => {
  it('comes from the kind of its channel', () => {
    expect(CHANNEL_KINDS.map(ticketTypeOf)).to.deep.equal([
      'email',
      'email',
      'messaging',
      'messaging',
      'messaging',
      'calling',
      'messaging',
    ]);
  });
});
