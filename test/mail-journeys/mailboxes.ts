import { type Dovecot, MAIL_PASSWORD } from '../support/dovecot.ts';
import { mail } from '../support/email.ts';
import type { TestGateway } from '../support/gateway.ts';

/**
 * Makes an email channel that reads all of a user's mailbox, and answers its id. Without `smtp`, a sink on loopback, it
 * cannot send.
 */
export async function makeMailbox(
  gateway: TestGateway,
  dovecot: Dovecot,
  user: string,
  { smtp, ...settings }: { smtp?: { port: number }; acknowledge?: boolean; plusAddressing?: boolean } = {},
): Promise<string> {
  const { host, port } = dovecot;
  const account = { user, password: MAIL_PASSWORD };
  const desk = { user: 'desk', password: 'secret' };
  const { status, body } = await gateway.admin.post('/channels', {
    kind: 'email',
    name: `Mail ${user}`,
    settings: {
      address: `${user}@shop.example`,
      imap: { host, port, security: 'none', startWith: 'all', ...account },
      smtp: { host: '127.0.0.1', port: smtp?.port ?? 9, security: 'none', ...desk },
      ...settings,
    },
    policy: { assign: { to: 'nobody' } },
  });
  if (status !== 201) throw new Error(`The channel was not made: ${JSON.stringify(body)}`);
  return body.id;
}

/** Does the work and resolves once so many further messages are stored. */
export async function untilStored(
  gateway: TestGateway,
  count: number,
  work: () => Promise<unknown>,
): Promise<void> {
  const stream = gateway.db.collection('messages').watch([{ $match: { operationType: 'insert' } }]);
  try {
    await stream.tryNext();
    await work();
    for (let stored = 0; stored < count; stored += 1) await stream.next();
  } finally {
    await stream.close();
  }
}

/** Fills a mailbox with so many mails, each followed by an answer of its writer or of who got a copy of it. */
export async function fillWithPairs(dovecot: Dovecot, user: string, count: number): Promise<void> {
  await dovecot.as(user, async (client) => {
    for (let n = 0; n < count; n += 1) {
      const [writer, reader] = [`writer-${n}@customer.example`, `reader-${n}@customer.example`];
      const root = {
        From: writer,
        Cc: reader,
        Subject: `Order ${n}`,
        'Message-ID': `<root-${n}@customer.example>`,
      };
      const answer = {
        From: n % 2 === 0 ? writer : reader,
        Subject: n % 3 === 0 ? `Re: Order ${n}` : `One more thing ${n}`,
        'Message-ID': `<answer-${n}@customer.example>`,
        'In-Reply-To': `<root-${n}@customer.example>`,
      };
      await client.append('INBOX', mail(root));
      await client.append('INBOX', mail(answer));
    }
  });
}

/** How many tickets a channel's messages lie on, and on how many of them there are exactly two. */
export async function countPairs(
  gateway: TestGateway,
  channel: string,
): Promise<{ tickets: number; whole: number }> {
  const byTicket = { $group: { _id: '$ticket', count: { $sum: 1 } } };
  const groups = await gateway.db
    .collection('messages')
    .aggregate<{ count: number }>([{ $match: { channel } }, byTicket])
    .toArray();
  return { tickets: groups.length, whole: groups.filter((group) => group.count === 2).length };
}
