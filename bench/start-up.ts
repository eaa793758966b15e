import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startEmbeddedMongo } from '../src/store/embedded-mongo.ts';
import { quietLog } from '../test/support/quiet-log.ts';
import type { Outcome } from './lib/compare.ts';
import { type Figure, median } from './lib/figure.ts';
import { startBenchGateway } from './lib/gateway.ts';
import { summarise } from './lib/measure.ts';

const ROUNDS = 3;
const MB = 1024 * 1024;
/** What an idle gateway may hold, MongoDB aside. */
const IDLE_MB = 200;

interface Times {
  fresh: number;
  again: number;
}

/**
 * How long a gateway takes from its start to ready on an empty folder and on one with data, the program of MongoDB being
 * there, beside the start of the embedded MongoDB alone; and what it holds idle.
 */
export async function benchStartUp(): Promise<{ outcomes: Outcome[]; figures: Figure[] }> {
  const [alone, whole]: [Times[], Times[]] = [[], []];
  const resident: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    alone.push(await startTwice(startMongo));
    whole.push(await startTwice((dataDir) => startGateway(dataDir, resident)));
  }
  const outcome = (name: string, of: keyof Times): Outcome => {
    const [subject, baseline] = [whole, alone].map((times) => measuredOf(times.map((t) => t[of])));
    if (!subject || !baseline) throw new Error('Nothing was measured.');
    const load = { concurrency: 1, seconds: subject.seconds, warmUpSeconds: 0 };
    const note = 'the baseline is the embedded MongoDB alone';
    return { name, note, load, subject, baseline, ratio: subject.perSecond / baseline.perSecond };
  };
  const outcomes = [outcome('start on an empty folder', 'fresh'), outcome('start on data', 'again')];
  const note = 'without mongod, garbage collected';
  const value = median(resident) / MB;
  return { outcomes, figures: [{ name: 'resident idle', value, unit: 'MB', limit: IDLE_MB, note }] };
}

/** Milliseconds of the first and the second start on one folder. */
async function startTwice(start: (dataDir: string) => Promise<number>): Promise<Times> {
  const dataDir = await mkdtemp(join(tmpdir(), 'deskroute-bench-'));
  try {
    return { fresh: await start(dataDir), again: await start(dataDir) };
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function startMongo(dataDir: string): Promise<number> {
  const began = performance.now();
  const mongo = await startEmbeddedMongo({ dataDir, binary: binary(), log: quietLog });
  const took = performance.now() - began;
  await mongo.stop();
  return took;
}

async function startGateway(dataDir: string, resident: number[]): Promise<number> {
  const gateway = await startBenchGateway({ dataDir, binary: binary() });
  // What a start leaves to be done beside it is done.
  await pause(2_000);
  resident.push((await gateway.memory()).resident);
  await gateway.stop();
  return gateway.readyAfterMs;
}

function binary(): string | null {
  return process.env.MONGOD_BINARY || null;
}

function measuredOf(milliseconds: number[]) {
  return summarise(milliseconds, 0, milliseconds.reduce((a, b) => a + b, 0) / 1000);
}
