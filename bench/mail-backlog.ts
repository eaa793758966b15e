import { MongoClient } from 'mongodb';
import { type Dovecot, MAIL_PASSWORD, startDovecot } from '../test/support/dovecot.ts';
import { mail } from '../test/support/email.ts';
import type { Outcome } from './lib/compare.ts';
import { type BenchGateway, startBenchGateway } from './lib/gateway.ts';
import { type Measured, measure } from './lib/measure.ts';

const BACKLOG = 5000;
const AT_ONCE = 16;
const BODY = 'Since this morning the export stops half way. '.repeat(20);

/**
 * How fast a mailbox that was full when its channel was made becomes tickets, from Dovecot to the database, beside the
 * insertion of one document of the same size with a majority.
 */
export async function benchMailBacklog(mongodbUri: string): Promise<Outcome[]> {
  await using dovecot = await startDovecot();
  await fill(dovecot);
  const gateway = await startBenchGateway(mongodbUri);
  const client = new MongoClient(mongodbUri, { maxPoolSize: 100 });
  try {
    const load = { concurrency: AT_ONCE, seconds: 5, warmUpSeconds: 1 };
    const baseline = await measure(load, (n) =>
      client
        .db()
        .collection('baseline')
        .insertOne({ n, source: source(n) }, { writeConcern: { w: 'majority' } }),
    );
    const subject = await drain(gateway, client, dovecot);
    const ratio = subject.perSecond / baseline.perSecond;
    return [{ name: 'mail backlog to tickets', note: 'one mailbox', load, subject, baseline, ratio }];
  } finally {
    await client.close();
    await gateway.stop();
  }
}

function source(n: number): string {
  const from = `Carl <carl-${n}@customer.example>`;
  return mail({ From: from, 'Message-ID': `<m${n}@customer.example>`, Subject: `Export ${n}` }, BODY);
}

async function fill(dovecot: Dovecot): Promise<void> {
  await dovecot.as('bench', async (client) => {
    for (let n = 0; n < BACKLOG; n += 1) await client.append('INBOX', source(n));
  });
}

/** From the making of the channel to the last ticket; no single mail is timed. */
async function drain(gateway: BenchGateway, client: MongoClient, dovecot: Dovecot): Promise<Measured> {
  const tickets = client
    .db()
    .collection('tickets')
    .watch([{ $match: { operationType: 'insert' } }]);
  await tickets.tryNext();
  const began = performance.now();
  const { status, body } = await gateway.admin.post('/channels', channelOn(dovecot));
  if (status !== 201) throw new Error(`The channel was not made: ${JSON.stringify(body)}`);
  for (let count = 0; count < BACKLOG; count += 1) await tickets.next();
  const seconds = (performance.now() - began) / 1000;
  await tickets.close();
  const milliseconds = { p50: 0, p95: 0, p99: 0, max: 0 };
  return { count: BACKLOG, failed: 0, seconds, perSecond: BACKLOG / seconds, milliseconds };
}

function channelOn({ host, port }: Dovecot): object {
  const user = { user: 'bench', password: MAIL_PASSWORD };
  const settings = {
    address: 'support@shop.example',
    imap: { host, port, security: 'none', startWith: 'all', ...user },
    smtp: { host, port: 9, security: 'none', ...user },
  };
  return { kind: 'email', name: 'Bench', settings, policy: { assign: { to: 'nobody' } } };
}
