import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';

const DIST = join(import.meta.dirname, '../../web/console/dist');
const MOST_BYTES = 250_000;

describe('the console as it is built', () => {
  it('has the inbox work with at most 250 kB of gzipped script', async () => {
    const scripts = new Map<string, number>();
    const index = await readFile(join(DIST, 'index.html'), 'utf8');
    for (const [, path = ''] of index.matchAll(/<script[^>]+src="\/([^"]+)"/g)) await weigh(path, scripts);
    const total = [...scripts.values()].reduce((sum, bytes) => sum + bytes, 0);
    expect(total, JSON.stringify([...scripts])).to.be.within(50_000, MOST_BYTES);
  });
});

/** Adds a script with all that it imports before it runs; what it imports on demand comes later, if ever. */
async function weigh(path: string, scripts: Map<string, number>): Promise<void> {
  if (scripts.has(path)) return;
  const source = await readFile(join(DIST, path));
  scripts.set(path, gzipSync(source).length);
  const imports = source
    .toString()
    .matchAll(/(?:import|export)[^;'"()]*?from\s*["'`]([^"'`]+)["'`]|import\s*["'`]([^"'`]+)["'`]/g);
  for (const [, from, alone] of imports) {
    const name = from ?? alone ?? '';
    if (name.startsWith('./')) await weigh(join('assets', name), scripts);
  }
}
