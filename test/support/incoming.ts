import type { InboundMessage } from '../../adapters/adapter.ts';
import { journalModel } from '../../src/inbound/journal-model.ts';
import { newId } from '../../src/store/ids.ts';
import type { TestGateway } from './gateway.ts';

/** Stores a message of a customer as a channel would; the router finds it there. Answers its Message-ID. */
export async function storeIncoming(
  gateway: TestGateway,
  channel: string,
  more: Omit<Partial<InboundMessage>, 'from'> & { from: string },
): Promise<string> {
  const id = newId();
  const at = gateway.clock.now();
  const message: InboundMessage = {
    externalId: id,
    copyId: null,
    messageId: `${id}@customer.example`,
    at,
    subject: null,
    text: 'One more thing.',
    html: null,
    cc: [],
    attachments: [],
    thread: null,
    automatic: null,
    bounce: null,
    fields: {},
    suspicion: null,
    raw: null,
    ...more,
    from: { name: null, email: more.from, phone: null, visitor: null },
  };
  const rest = { number: null, raw: null, error: null, attempts: 0, by: 'test', doneAt: null };
  const entry = { _id: id, channel, externalId: id, state: 'pending' as const, message, at: new Date(at) };
  await journalModel(gateway.db).create({ ...entry, ...rest });
  return `${id}@customer.example`;
}
