import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..');

describe('the sources', () => {
  it('have no type errors', () => passes('check:types'));
  it('follow the rules of style', () => passes('check:lint'));
  it('hold no unused file, export or dependency', () => passes('check:unused'));
}).timeout(120_000);

async function passes(script: string): Promise<void> {
  const said = await run('npm', ['run', '--silent', script], { cwd: ROOT, maxBuffer: 2 ** 25 }).then(
    () => '',
    (error: { stdout: string; stderr: string }) => `${error.stdout}${error.stderr}`,
  );
  expect(said).to.equal('');
}
