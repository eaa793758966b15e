import { ChannelError, type Check } from '../adapter.ts';
import { explainImap } from './errors.ts';
import { connectImap, openMailbox } from './imap.ts';
import { type SenderParts, verifySmtp } from './send.ts';

const DEFAULT_LIMIT_MS = 9000;

/** Tries mailbox and SMTP at once, without starting the channel or reading any mail; takes at most `limitMs`. */
export async function checkConnections(
  sender: SenderParts,
  imapTokens: SenderParts['tokens'],
  limitMs = DEFAULT_LIMIT_MS,
): Promise<Check[]> {
  const timeouts = { connectMs: limitMs, silenceMs: limitMs };
  const { imap } = sender.settings;
  const tryMailbox = async () => {
    const pending = connectImap(imap, imapTokens, timeouts);
    const opening = pending.ready.then((client) => openMailbox(client, imap.mailbox));
    await withLimit(opening, limitMs).finally(pending.close);
  };
  const trySmtp = () => withLimit(verifySmtp({ ...sender, timeouts }), limitMs);
  return Promise.all([present('imap', tryMailbox()), present('smtp', trySmtp())]);
}

async function present(name: string, attempt: Promise<unknown>): Promise<Check> {
  try {
    await attempt;
    return { name, ok: true, error: null };
  } catch (error) {
    return { name, ok: false, error: explainImap(error).message };
  }
}

async function withLimit<T>(work: Promise<T>, limitMs: number): Promise<T> {
  const { promise: limit, reject } = Promise.withResolvers<never>();
  const tooLong = new ChannelError('passing', 'The server did not answer in time.');
  const timer = setTimeout(() => reject(tooLong), limitMs);
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
