import { setTimeout as pause } from 'node:timers/promises';
import { type Dovecot, MAIL_PASSWORD, startDovecot } from '../test/support/dovecot.ts';
import { mail } from '../test/support/email.ts';
import { type SmtpSink, startSmtpSink } from '../test/support/smtp.ts';
import { type Figure, growthOf } from './lib/figure.ts';
import { type BenchGateway, startBenchGateway } from './lib/gateway.ts';

/** An hour's load of a busy desk within ten minutes. */
const PER_SECOND = { forms: 20, mails: 5, replies: 5 };
const MB = 1024 * 1024;
const SAMPLES = 50;
/** What memory may grow by between the second and the last fifth: what the allocator leaves between what is in use. */
const FLAT = 1.1;
const BODY = 'Since this morning the export stops half way. '.repeat(20);

/** Runs forms, mails and replies for so long, and tells how resident memory and heap grew, garbage collected. */
export async function benchSoak(mongodbUri: string, seconds: number): Promise<Figure[]> {
  await using dovecot = await startDovecot();
  await using smtp = await startSmtpSink();
  const gateway = await startBenchGateway(mongodbUri);
  try {
    const work = await openDesk(gateway, dovecot, smtp);
    const end = performance.now() + seconds * 1000;
    const lanes = [
      pace(PER_SECOND.forms, end, work.submit),
      pace(PER_SECOND.mails, end, work.mail),
      pace(PER_SECOND.replies, end, work.reply),
    ];
    const [samples, ...failed] = await Promise.all([sample(gateway, end, seconds), ...lanes]);
    const failures = failed.reduce((a, b) => a + b);
    const load = Object.values(PER_SECOND).join('/');
    return present(samples, `${seconds} s of ${load} forms/mails/replies a second, ${failures} failed`);
  } finally {
    await gateway.stop();
  }
}

function present(samples: { resident: number; heapUsed: number }[], note: string): Figure[] {
  const resident = samples.map((s) => s.resident);
  const limits = { unit: 'of the second fifth', limit: FLAT };
  const most = `${note}; at most ${(Math.max(...resident) / MB).toFixed(0)} MB resident`;
  const heap = samples.map((s) => s.heapUsed);
  return [
    { name: 'resident at the end', value: growthOf(resident), ...limits, note: most },
    { name: 'heap at the end', value: growthOf(heap), ...limits, note },
  ];
}

async function sample(gateway: BenchGateway, end: number, seconds: number) {
  const samples = [];
  while (performance.now() < end) {
    await pause((seconds * 1000) / SAMPLES);
    samples.push(await gateway.memory());
  }
  return samples;
}

/** Does the work so many times a second, and answers how often it failed; one that takes longer holds up no other. */
async function pace(perSecond: number, end: number, work: (n: number) => Promise<void>): Promise<number> {
  const running = new Set<Promise<void>>();
  const began = performance.now();
  let failed = 0;
  const once = (n: number) =>
    work(n).catch(() => {
      failed += 1;
    });
  for (let n = 0; performance.now() < end; n += 1) {
    const done = once(n).finally(() => running.delete(done));
    running.add(done);
    await pause(Math.max(0, began + ((n + 1) * 1000) / perSecond - performance.now()));
  }
  await Promise.all(running);
  return failed;
}

/** Twenty agents with a form and a mailbox, and what customers and agents do there. */
async function openDesk({ url, admin }: BenchGateway, dovecot: Dovecot, smtp: SmtpSink) {
  const made = async (path: string, body: object): Promise<string> => {
    const answer = await admin.post(path, body);
    if (answer.status !== 201) throw new Error(`${path} answered ${JSON.stringify(answer.body)}`);
    return answer.body.id;
  };
  const users: string[] = [];
  for (let i = 0; i < 20; i += 1) {
    users.push(await made('/users', { email: `soak-${i}@example.com`, name: `Agent ${i}` }));
    await admin.put(`/users/${users[i]}/availability`, { status: 'available' });
  }
  const policy = { assign: { to: 'specific', users, teams: [] } };
  const open = { spam: { minSeconds: 0, perMinute: 1_000_000 } };
  const form = await made('/channels', { kind: 'form', name: 'Soak form', settings: open, policy });
  const settings = mailSettings(dovecot, smtp);
  await made('/channels', { kind: 'email', name: 'Soak mail', settings, policy });
  const waiting: string[] = [];
  return {
    async submit(n: number) {
      const body = { email: `soak-${n % 500}@customer.example`, subject: `Export ${n}`, message: BODY };
      const headers = { accept: 'application/json' };
      const answer = await admin.post(`//forms/${form}/submissions`, body, headers);
      if (answer.status !== 201) throw new Error(`${url} answered ${answer.status}`);
      waiting.push(answer.body.reference);
    },
    async mail(n: number) {
      const about = { From: `soak-${n % 500}@customer.example`, Subject: `Soak ${n}` };
      await dovecot.append('soak', mail({ ...about, 'Message-ID': `<soak-${n}@customer.example>` }, BODY));
    },
    /** Answers the oldest ticket, and closes it with those that came meanwhile: as many go as come. */
    async reply() {
      const [first, ...others] = waiting.splice(0, PER_SECOND.forms / PER_SECOND.replies);
      if (first === undefined) return;
      await admin.post(`/tickets/${first}/replies`, { text: 'It is repaired.' });
      for (const number of [first, ...others]) await admin.patch(`/tickets/${number}`, { status: 'closed' });
      // What was sent is of no interest here, and would fill the memory of this process.
      smtp.mails.length = 0;
    },
  };
}

function mailSettings(dovecot: Dovecot, smtp: SmtpSink): object {
  const plain = (of: { host: string; port: number }) => ({ host: of.host, port: of.port, security: 'none' });
  return {
    address: 'support@shop.example',
    imap: { ...plain(dovecot), user: 'soak', password: MAIL_PASSWORD },
    smtp: { ...plain(smtp), user: 'desk', password: 'secret' },
  };
}
