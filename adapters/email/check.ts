import { ChannelError, type Check } from '../adapter.ts';
import { explainImap } from './errors.ts';
import { connectImap, openMailbox } from './imap.ts';
import { type SenderParts, verifySmtp } from './send.ts';

const TIMEOUT_MS = 9000;

/** Tries mailbox and SMTP at once, at most ten seconds, without starting the channel or reading any mail. */
export async function checkConnections(
  sender: SenderParts,
  imapTokens: SenderParts['tokens'],
): Promise<Check[]> {
  const timeouts = { connectMs: TIMEOUT_MS, silenceMs: TIMEOUT_MS };
  const imap = async () => {
    const pending = connectImap(sender.settings.imap, imapTokens, timeouts);
    await withLimit(
      pending.ready.then((client) => openMailbox(client, sender.settings.imap.mailbox)),
    ).finally(pending.close);
  };
  return Promise.all([
    present('imap', imap()),
    present('smtp', withLimit(verifySmtp({ ...sender, timeouts }))),
  ]);
}

async function present(name: string, attempt: Promise<unknown>): Promise<Check> {
  try {
    await attempt;
    return { name, ok: true, error: null };
  } catch (error) {
    return { name, ok: false, error: explainImap(error).message };
  }
}

async function withLimit<T>(work: Promise<T>): Promise<T> {
  const { promise: limit, reject } = Promise.withResolvers<never>();
  const tooLong = new ChannelError('passing', 'The server did not answer in time.');
  const timer = setTimeout(() => reject(tooLong), TIMEOUT_MS);
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
