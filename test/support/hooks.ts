import { stopTestMongo } from './mongo.ts';

/** Loaded by mocha before all test files: ends what the test files share. */
export const mochaHooks = {
  async afterAll(this: Mocha.Context): Promise<void> {
    this.timeout(20_000);
    await stopTestMongo();
  },
};
