import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { z } from 'zod';
import { temporaryFolder } from './support/mongo.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..');
const MOST_LINES = 300;
const IN_EVERY_ADAPTER = ['README.md', 'fixtures', 'index.ts', 'parse.ts', 'settings.ts', 'transport.ts'];

/** A file that breaks the direction of the folders, and the import that does. */
const VIOLATIONS = {
  'routing/host.ts': '../src/http/app.ts',
  'routing/adapter.ts': '../adapters/adapter.ts',
  'routing/io.ts': 'node:fs',
  'routing/deep/io.ts': 'node:fs/promises',
  'routing/database.ts': 'mongodb',
  'routing/driver.ts': 'mongodb/lib/bson.js',
  'adapters/form/host.ts': '../../src/tickets/tickets.ts',
  'adapters/form/routing.ts': '../../routing/decide.ts',
  'adapters/form/database.ts': 'mongoose',
  'adapters/form/web.ts': 'express',
  'config/host.ts': '../src/store/connection.ts',
  'config/routing.ts': '../routing/types.ts',
};
const ALLOWED = {
  'routing/deep/types.ts': '../types.ts',
  'routing/config.ts': '../config/index.ts',
  'adapters/form/contract.ts': '../adapter.ts',
  'adapters/form/crypto.ts': 'node:crypto',
  'src/host.ts': '../adapters/adapter.ts',
};

const Report = z.object({
  diagnostics: z.array(z.object({ category: z.string(), location: z.object({ path: z.string() }) })),
});

describe('the structure', () => {
  it('has its folders know each other in one direction: each planted violation is found, and nothing else', async () => {
    const found = await restrictedImports({ ...VIOLATIONS, ...ALLOWED });
    expect(found.sort()).to.deep.equal(Object.keys(VIOLATIONS).sort());
  });

  it('has the same file names in every adapter folder', async () => {
    for (const folder of await foldersOf('adapters')) {
      expect(await readdir(join(ROOT, 'adapters', folder)), folder).to.include.members(IN_EVERY_ADAPTER);
    }
  });

  it('has a send.ts in the folder of every adapter that can send', async () => {
    const able = await trackedWhere(
      (file) => file.startsWith('adapters/'),
      (text) => /\bCanSend\b|\bsend(?:: \(|\()message\b/.test(text),
    );
    const folders = able.map((file) => dirname(file)).filter((folder) => folder !== 'adapters');
    for (const folder of new Set(folders)) {
      expect(await readdir(join(ROOT, folder)), folder).to.include('send.ts');
    }
  });

  it(`has no source file of more than ${MOST_LINES} lines`, async () => {
    const long = await trackedWhere(isSource, (text) => text.split('\n').length - 1 > MOST_LINES);
    expect(long).to.deep.equal([]);
  });

  it('names no registry and no path of one machine', async () => {
    const secret =
      /"resolved":|https?:\/\/registry\.|_authToken|\/(?:home|Users)\/\w+\/|\/root\/|\/work\/\w+\//;
    const named = await trackedWhere(isText, (text) => secret.test(text));
    expect(named.filter((file) => file !== 'test/structure.test.ts')).to.deep.equal([]);
  });
});

/** Plants the files in a copy of the linter's configuration, and says in which the rule on folders was broken. */
async function restrictedImports(files: Record<string, string>): Promise<string[]> {
  const folder = await temporaryFolder();
  try {
    const config = JSON.parse(await readFile(join(ROOT, 'biome.json'), 'utf8'));
    await plant(folder, 'biome.json', JSON.stringify({ ...config, $schema: undefined, vcs: undefined }));
    for (const [file, from] of Object.entries(files)) {
      await plant(folder, file, `import { x } from '${from}';\nexport const y = x;\n`);
    }
    return (await lint(folder)).diagnostics
      .filter(({ category }) => category === 'lint/style/noRestrictedImports')
      .map(({ location }) => location.path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function plant(folder: string, file: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), text);
}

async function lint(folder: string): Promise<z.infer<typeof Report>> {
  const biome = join(ROOT, 'node_modules', '.bin', 'biome');
  // It exits with 1 for what it found, and the report is on stdout all the same.
  const { stdout } = await run(biome, ['lint', '--reporter=json', '.'], { cwd: folder }).catch(
    (error: { stdout: string }) => error,
  );
  return Report.parse(JSON.parse(stdout));
}

async function foldersOf(folder: string): Promise<string[]> {
  const entries = await readdir(join(ROOT, folder), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

async function trackedWhere(
  isMeant: (file: string) => boolean,
  holds: (text: string) => boolean,
): Promise<string[]> {
  const { stdout } = await run('git', ['ls-files', '-z'], { cwd: ROOT });
  const files = stdout.split('\0').filter((file) => file !== '' && isMeant(file));
  const judged = await Promise.all(
    files.map(async (file) => holds(await readFile(join(ROOT, file), 'utf8').catch(() => ''))),
  );
  return files.filter((_, i) => judged[i]);
}

function isSource(file: string): boolean {
  return /\.(?:ts|tsx|css|sh)$/.test(file) && !/(?:^|\/)(?:fixtures|generated)\//.test(file);
}

function isText(file: string): boolean {
  return !/\.(?:png|jpg|gif|ico|woff2|wav|mp3|pdf|eml|bin)$/.test(file);
}
