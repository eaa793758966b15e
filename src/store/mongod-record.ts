import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode } from './mongod-lock.ts';

const Record = z.object({
  pid: z.int().positive().nullable(),
  port: z.int().min(1).max(65535),
  binary: z.string(),
  users: z.array(z.object({ id: z.string(), pid: z.int().positive() })),
});

/**
 * What `<dataDir>/mongod.json` remembers: the running mongod (`pid` null after a clean stop), the port and binary to
 * use again next time, and which gateway processes use it now.
 */
export type MongodRecord = z.infer<typeof Record>;

/** The record of a data folder; null when there is none or it cannot be read as one. */
export async function readRecord(dataDir: string): Promise<MongodRecord | null> {
  try {
    const parsed = Record.safeParse(JSON.parse(await readFile(fileOf(dataDir), 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Replaces the record as a whole, so that a crash leaves the old or the new one. Only under the folder's lock. */
export async function writeRecord(dataDir: string, record: MongodRecord): Promise<void> {
  const draft = `${fileOf(dataDir)}.new`;
  await writeFile(draft, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, fileOf(dataDir));
}

function fileOf(dataDir: string): string {
  return join(dataDir, 'mongod.json');
}
