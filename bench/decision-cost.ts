import { type Backlog, makeBacklog } from './lib/backlog.ts';
import type { Outcome } from './lib/compare.ts';
import { startBenchGateway } from './lib/gateway.ts';
import { type Measured, mergeRounds } from './lib/measure.ts';

const TICKETS = 1000;
const LOAD = { concurrency: 1, seconds: 0, warmUpSeconds: 0 };
const STORED = { few: 1000, many: 1_000_000 };
const USERS = { few: 10, some: 20, many: 10_000 };

/**
 * What a decision costs where much is stored, beside one where little is; and where many users may be chosen, beside one
 * among few. Both of a pair are decided in turns by one router, so the ratio is of costs.
 */
export async function benchDecisionCost(mongodbUri: string): Promise<Outcome[]> {
  const gateway = await startBenchGateway(mongodbUri);
  const backlogs: Backlog[] = [];
  const among = async (agents: number) => {
    const backlog = await makeBacklog(gateway, mongodbUri, agents);
    backlogs.push(backlog);
    return backlog;
  };
  try {
    const [few, some, many] = [await among(USERS.few), await among(USERS.some), await among(USERS.many)];
    const byUsers = await inTurns(many, few);
    await some.store(STORED.few);
    const before = await drained(some, 2);
    await some.store(STORED.many - STORED.few);
    const after = await drained(some, 2);
    return [
      outcome(`among ${USERS.many} users`, `beside ${USERS.few}`, byUsers.subject, byUsers.baseline),
      outcome(`with ${STORED.many} stored tickets`, `beside ${STORED.few}`, after, before),
    ];
  } finally {
    for (const backlog of backlogs) await backlog.close();
    await gateway.stop();
  }
}

async function inTurns(one: Backlog, other: Backlog): Promise<{ subject: Measured; baseline: Measured }> {
  await drained(one, 1);
  await drained(other, 1);
  const before = await drained(other, 1);
  const subject = await drained(one, 2);
  return { subject, baseline: mergeRounds(before, await drained(other, 1)) };
}

async function drained(backlog: Backlog, times: number): Promise<Measured> {
  const first = await backlog.drain(TICKETS);
  return times === 1 ? first : mergeRounds(first, await drained(backlog, times - 1));
}

function outcome(name: string, note: string, subject: Measured, baseline: Measured): Outcome {
  return { name, note, load: LOAD, subject, baseline, ratio: subject.perSecond / baseline.perSecond };
}
