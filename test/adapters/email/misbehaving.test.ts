import { expect } from 'chai';
import { createMemoryHost, type MemoryHost } from '../../support/channel-host.ts';
import { type Dovecot, startDovecot } from '../../support/dovecot.ts';
import { emailChannel, mail, startEmail } from '../../support/email.ts';
import { type ProxyOptions, startImapProxy } from './imap-proxy.ts';

const COUNT = 6;
const EXPECTED = Array.from({ length: COUNT }, (_, n) => `Mail ${n}`);
const TIMING = { retryMs: 5, retryMaxMs: 20, imap: { connectMs: 400, silenceMs: 400 } };

describe('a mail server that misbehaves', () => {
  let dovecot: Dovecot;
  before(async () => {
    dovecot = await startDovecot();
    await dovecot.as('full', async (client) => {
      for (const [n, subject] of EXPECTED.entries()) {
        // One that has to be asked for by itself.
        const body = n === 2 ? 'A long line of words.\n'.repeat(6000) : 'Hello';
        const headers = { Subject: subject, 'Message-ID': `<m${n}@customer.example>` };
        await client.append('INBOX', mail(headers, body));
      }
    });
  });
  after(() => dovecot[Symbol.asyncDispose]());

  /** Reads the full mailbox through a proxy until all is there and the connection is well. */
  async function readThrough(options: ProxyOptions): Promise<MemoryHost> {
    const host = createMemoryHost();
    await using proxy = await startImapProxy(dovecot, options);
    const channel = emailChannel(proxy, { user: 'full', imap: { startWith: 'all' } });
    await using _adapter = await startEmail(channel, host, TIMING);
    const isWell = () => host.healthLog.at(-1)?.state === 'connected';
    await host.until(() => host.accepted.length === COUNT && isWell() && proxy.isDone(), 'all mail');
    return host;
  }

  function expectAll(host: MemoryHost): void {
    expect(host.accepted.map((message) => message.subject)).to.deep.equal(EXPECTED);
    expect(host.unreadable).to.deep.equal([]);
  }

  const steps: [step: string, at: RegExp][] = [
    ['sign-in', /(LOGIN|AUTHENTICATE)/],
    ['opening the folder', /EXAMINE/],
    ['the search', /SEARCH/],
    ['the first fetch', /FETCH/],
    ['a fetch of a large mail', /FETCH 3 /],
  ];
  for (const [step, at] of steps) {
    it(`loses and doubles nothing when it breaks off at ${step}`, async () => {
      expectAll(await readThrough({ troubles: [{ at, answer: 'drop', times: 2 }] }));
    });

    it(`loses and doubles nothing when it refuses ${step} for a while`, async () => {
      expectAll(await readThrough({ troubles: [{ at, answer: 'NO [UNAVAILABLE] Try later', times: 2 }] }));
    });

    it(`ends the wait when it hangs at ${step}`, async () => {
      expectAll(await readThrough({ troubles: [{ at, answer: 'hang', times: 1 }] }));
    });
  }

  it('loses and doubles nothing when it breaks off after any number of bytes', async () => {
    const cuts = [1, 40, 300, 700, 900, 1000, 1300, 1700, 2500, 4000, 20_000, 100_000];
    expectAll(await readThrough({ cuts }));
  });

  it('reads from a server that gives out a few bytes at a time', async () => {
    expectAll(await readThrough({ pieceBytes: 97 }));
  });

  it('asks the admin when the password was changed, and does not ask the server again', async () => {
    const host = createMemoryHost();
    const refusal = { answer: 'NO [AUTHENTICATIONFAILED] Wrong', at: /(LOGIN|AUTHENTICATE)/, times: 100 };
    await using proxy = await startImapProxy(dovecot, { troubles: [refusal] });
    await using _adapter = await startEmail(emailChannel(proxy, { user: 'full' }), host, TIMING);
    await host.until(() => host.healthLog.length > 0);
    expect(host.healthLog.at(-1)).to.include({ state: 'down', kind: 'credentials' });
    expect(proxy.commands.filter((command) => refusal.at.test(command)).length).to.be.at.most(2);
  });
});
