import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../support/mongo.ts';
import type { Plan } from './plan.ts';

/** Tells a gateway process where to die; they speak through files, which outlive it. */
export interface Striker extends AsyncDisposable {
  /** What the process is to be started with. */
  readonly env: Record<string, string>;
  /** Says where the process is to be struck; counting begins now. */
  arm(plan: Omit<Plan, 'id'>): Promise<void>;
  /** What the process did since it was armed, and the signal that it got, in order. */
  seen(): Promise<string[]>;
  disarm(): Promise<void>;
}

/** Makes a striker with nothing planned. */
export async function createStriker(): Promise<Striker> {
  const folder = await temporaryFolder();
  const file = (name: string) => join(folder, name);
  return {
    env: {
      FAULTS_FOLDER: folder,
      NODE_OPTIONS: `--import=${new URL('./preload.ts', import.meta.url).href}`,
    },
    async arm(plan) {
      await rm(file('seen'), { force: true });
      await writeFile(file('plan'), JSON.stringify({ ...plan, id: randomUUID() }));
    },
    seen: async () => (await readFile(file('seen'), 'utf8').catch(() => '')).split('\n').filter(Boolean),
    disarm: () => rm(file('plan'), { force: true }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
