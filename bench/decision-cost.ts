import { type Backlog, makeBacklog, storeClosedTickets } from './lib/backlog.ts';
import type { Outcome } from './lib/compare.ts';
import { startBenchGateway } from './lib/gateway.ts';
import { type Measured, mergeRounds } from './lib/measure.ts';

const TICKETS = 1000;
const LOAD = { concurrency: 1, seconds: 0, warmUpSeconds: 0 };
const STORED = 1_000_000;
const USERS = { few: 10, many: 10_000 };

/**
 * What a decision costs where many users may be chosen, beside one among few; and where many tickets are stored, beside
 * one where few are. The ratio is of rates, so a cost that does not grow shows as 1.
 */
export async function benchDecisionCost(mongodbUri: string): Promise<Outcome[]> {
  const { few, many } = await drainByUsers(mongodbUri);
  await storeClosedTickets(mongodbUri, STORED);
  const full = await drainByUsers(mongodbUri);
  return [
    outcome(`among ${USERS.many} users`, `beside ${USERS.few}`, many, few),
    outcome(`with ${STORED} stored tickets`, 'beside some thousand', full.few, few),
  ];
}

/** Decides among few and among many users, in turns in one gateway. */
async function drainByUsers(mongodbUri: string): Promise<{ few: Measured; many: Measured }> {
  const gateway = await startBenchGateway(mongodbUri);
  const backlogs: Backlog[] = [];
  try {
    for (const agents of [USERS.few, USERS.many]) {
      backlogs.push(await makeBacklog(gateway, mongodbUri, agents));
    }
    const rounds: Measured[][] = [];
    // The first of each only warms up.
    for (let round = 0; round < 3; round += 1) {
      const measured = [];
      for (const backlog of backlogs) measured.push(await backlog.drain(TICKETS));
      rounds.push(measured);
    }
    const [few, many] = backlogs.map((_, i) => merged(rounds.slice(1).flatMap((round) => round[i] ?? [])));
    if (!few || !many) throw new Error('Nothing was measured.');
    return { few, many };
  } finally {
    for (const backlog of backlogs) await backlog.close();
    await gateway.stop();
  }
}

function merged(rounds: readonly Measured[]): Measured {
  return rounds.reduce((one, two) => mergeRounds(one, two));
}

function outcome(name: string, note: string, subject: Measured, baseline: Measured): Outcome {
  return { name, note, load: LOAD, subject, baseline, ratio: subject.perSecond / baseline.perSecond };
}
