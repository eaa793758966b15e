import type { ChannelHost } from '../adapter.ts';
import { ownField, type RawSubmission } from './parse.ts';
import type { FormSettings } from './settings.ts';
import { readStart } from './signed.ts';
import { isWorkDone } from './work.ts';

/**
 * Why a submission looks like spam, in words for an agent, or null. Time counts only where the page or the
 * script told it: a program that posts on its own has none.
 */
export function findSuspicion(raw: RawSubmission, settings: FormSettings, host: ChannelHost): string | null {
  if (ownField(raw, 'trap') !== '') return 'A field that people cannot see was filled in.';
  const bits = settings.spam.proofOfWork;
  if (bits > 0 && !isWorkDone(raw, bits)) return 'The proof of work is missing or wrong.';
  const token = ownField(raw, 'started');
  if (token === '') return null;
  const startedAt = readStart(token, host);
  if (startedAt === null) return 'The time at which the form was opened is forged.';
  const seconds = (host.clock.now() - startedAt) / 1000;
  return seconds < settings.spam.minSeconds
    ? `The form was filled in within ${settings.spam.minSeconds} seconds.`
    : null;
}
