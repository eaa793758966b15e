import type { Log } from '../../adapters/adapter.ts';

/** A log that keeps nothing, for tests that do not look at it. */
export const quietLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
