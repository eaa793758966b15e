import { AppError } from '../http/errors.ts';

/** No mongod could be found or fetched; the message says what was tried and what to do. */
export class NoMongodBinary extends AppError {
  readonly isForPeople = true;

  constructor(tried: readonly string[]) {
    super(503, 'no-mongod-binary', explain(tried));
  }
}

/** A mongod did not start, or ended while starting; the message carries its own last words. */
export class MongodFailed extends AppError {
  readonly isForPeople = true;

  constructor(detail: string, options: { cause?: unknown } = {}) {
    super(503, 'mongod-failed', detail, options);
  }
}

function explain(tried: readonly string[]): string {
  return [
    'No MongoDB server program (mongod) was found, and none could be downloaded.',
    'Tried:',
    ...tried.map((line) => `  - ${line}`),
    'Do one of these:',
    '  - set MONGODB_URI to a running MongoDB replica set, or',
    '  - install MongoDB 6 or later so that `mongod` is on the PATH, or set MONGOD_BINARY to its path, or',
    '  - give this machine access to the internet and start again.',
  ].join('\n');
}
