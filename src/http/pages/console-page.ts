import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The page that loads the console, from the folder it was built into; null where it was not built. */
export async function readConsolePage(folder: string): Promise<string | null> {
  try {
    return await readFile(join(folder, 'index.html'), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
