import { type MochaOptions, type Runner, reporters } from 'mocha';

/** Mocha's spec reporter with a last line for build servers: "N passed, N failed". */
class CountReporter extends reporters.Spec {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    runner.once('end', () => {
      const { passes, failures } = this.stats;
      process.stdout.write(`${passes} passed, ${failures} failed\n`);
    });
  }
}

// Mocha takes its reporter by require(), which gets this name of a module as the whole of it.
export { CountReporter as 'module.exports' };
