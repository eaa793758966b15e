import { spawn } from 'node:child_process';

/**
 * Runs the tests of `test/faults` at full size: a kill at every write, 5,000 tickets at once, 10,000 random operations.
 * Further arguments go to mocha, such as `--grep mail`.
 */
const mocha = new URL('../node_modules/mocha/bin/mocha.js', import.meta.url).pathname;
const child = spawn(process.execPath, [mocha, 'test/faults/*.test.ts', ...process.argv.slice(2)], {
  env: { ...process.env, FAULTS: 'long' },
  stdio: 'inherit',
});
child.once('exit', (code) => process.exit(code ?? 1));
