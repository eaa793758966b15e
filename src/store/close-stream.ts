import type { mongo } from 'mongoose';
import type { Log } from '../../adapters/adapter.ts';
import { errorName } from '../error-name.ts';

/**
 * Lets go of a change stream without waiting: the server answers only when its present wait for changes is over, and
 * one that is gone never does.
 */
export function closeStream(stream: Pick<mongo.ChangeStream, 'close'>, log: Log): void {
  stream.close().catch((error: unknown) => {
    log.debug({ err: errorName(error) }, 'a change stream was left to the server');
  });
}
