// npm run bench [-- file.json]: measures every case beside its baseline, prints a table, and writes JSON if named.
import { rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { MongoClient } from 'mongodb';
import { freshDatabase, stopTestMongo } from '../test/support/mongo.ts';
import { benchAcceptedToSocket } from './accepted-to-socket.ts';
import { benchDecisionCost } from './decision-cost.ts';
import { benchDecisions } from './decisions.ts';
import { benchFormToAssigned } from './form-to-assigned.ts';
import { presentFigures } from './lib/figure.ts';
import { presentJson, presentTable } from './lib/present.ts';
import { benchMailBacklog } from './mail-backlog.ts';
import { benchSoak } from './soak.ts';
import { benchStartUp } from './start-up.ts';

/** As long as a soak may take beside the others; `npm run bench:soak` takes ten minutes. */
const SOAK_SECONDS = 60;

const { uri } = await freshDatabase();
try {
  const startUp = await benchStartUp();
  const outcomes = [
    ...startUp.outcomes,
    ...(await benchFormToAssigned(uri)),
    ...(await benchAcceptedToSocket(uri)),
    ...(await benchMailBacklog(uri)),
    ...(await benchDecisions((await freshDatabase()).uri)),
    ...(await benchDecisionCost((await freshDatabase()).uri)),
  ];
  const figures = [...startUp.figures, ...(await benchSoak(await ofItsOwn(), SOAK_SECONDS))];
  process.stdout.write(`${presentTable(outcomes)}\n\n${presentFigures(figures)}\n`);
  const [file] = process.argv.slice(2);
  if (file !== undefined) {
    await rm(file, { force: true });
    await writeFile(file, `${presentJson(outcomes, await describeMachine(), figures)}\n`);
  }
} finally {
  await stopTestMongo();
}

/** A database without the tickets that the other cases made. */
async function ofItsOwn(): Promise<string> {
  return (await freshDatabase()).uri;
}

async function describeMachine(): Promise<{ cpus: number; node: string; mongodb: string }> {
  const client = new MongoClient(uri);
  const { version } = await client.db().admin().serverInfo();
  await client.close();
  return { cpus: availableParallelism(), node: process.version, mongodb: String(version) };
}
