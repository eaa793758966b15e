import { expect } from 'chai';
import { createMemoryHost, type MemoryHost } from '../../support/channel-host.ts';
import { type Dovecot, startDovecot } from '../../support/dovecot.ts';
import { emailChannel, mail, startEmail, type TestChannelOptions } from '../../support/email.ts';

const MONTH = 30 * 24 * 60 * 60 * 1000;

const isConnected = (host: MemoryHost) => host.healthLog.at(-1)?.state === 'connected';
const subjects = (host: MemoryHost) => host.accepted.map((message) => message.subject);
const numbered = (number: number) =>
  mail({ 'Message-ID': `<m${number}@c.example>`, Subject: `Mail ${number}` });

describe('email mailbox', () => {
  let dovecot: Dovecot;
  before(async () => {
    dovecot = await startDovecot();
  });
  after(() => dovecot[Symbol.asyncDispose]());

  /** Runs the channel until it has caught up, then stops it. */
  async function catchUp(host: MemoryHost, options: TestChannelOptions): Promise<void> {
    host.healthLog.length = 0;
    await using _adapter = await startEmail(emailChannel(dovecot, options), host);
    await host.until(() => isConnected(host), 'the mailbox to be read');
  }

  it('takes a mail that arrives while connected within two seconds', async () => {
    const host = createMemoryHost();
    await using _adapter = await startEmail(emailChannel(dovecot, { user: 'live' }), host);
    await host.until(() => isConnected(host));
    const sentAt = Date.now();
    await dovecot.append('live', mail({ Subject: 'Where is it?' }, 'Hello, where is my order?'));
    await host.until(() => host.accepted.length === 1);
    expect(Date.now() - sentAt).to.be.below(8000);
    expect(host.accepted[0]).to.deep.include({
      messageId: 'm1@customer.example',
      subject: 'Where is it?',
      text: 'Hello, where is my order?',
      from: { name: 'Ana Alba', email: 'ana@customer.example', phone: null, visitor: null },
      automatic: null,
    });
  });

  it('looks again and again where the server cannot tell of new mail', async () => {
    await using plain = await startDovecot({ hasIdle: false });
    const host = createMemoryHost();
    await using _adapter = await startEmail(emailChannel(plain, { user: 'poll' }), host, { pollMs: 50 });
    await host.until(() => isConnected(host));
    await plain.append('poll', numbered(1));
    await host.until(() => host.accepted.length === 1);
    expect(subjects(host)).to.deep.equal(['Mail 1']);
  });

  it('passes over a mail that is deleted before it could be read', async () => {
    const host = createMemoryHost();
    await dovecot.append('deleted', numbered(1));
    await dovecot.append('deleted', numbered(2));
    const hold = host.holdAccept();
    await using _adapter = await startEmail(emailChannel(dovecot, { user: 'deleted' }), host);
    await hold.reached;
    await dovecot.append('deleted', numbered(3));
    await dovecot.as('deleted', async (client) => {
      await client.mailboxOpen('INBOX');
      await client.messageDelete('2', { uid: true });
    });
    hold.release();
    await host.until(() => subjects(host).includes('Mail 3'));
    expect(subjects(host)).to.include('Mail 1');
    expect(host.unreadable).to.deep.equal([]);
  });

  it('keeps the raw mail byte for byte', async () => {
    const host = createMemoryHost();
    await dovecot.append('raw', mail({ 'X-Odd': 'ü' }));
    await catchUp(host, { user: 'raw' });
    const raw = host.accepted[0]?.raw;
    expect(raw && host.readText(raw)).to.equal(mail({ 'X-Odd': 'ü' }));
  });

  it('leaves the mailbox as it was: nothing is marked, moved or deleted', async () => {
    const host = createMemoryHost();
    await dovecot.append('untouched', numbered(1));
    await catchUp(host, { user: 'untouched' });
    const flags = await dovecot.as('untouched', async (client) => {
      await client.mailboxOpen('INBOX', { readOnly: true });
      const found = await client.fetchOne('1', { flags: true });
      return found ? [...(found.flags ?? [])] : null;
    });
    expect(host.accepted).to.have.length(1);
    expect(flags?.filter((flag) => flag !== '\\Recent')).to.deep.equal([]);
  });

  it('reads no mail twice after a restart', async () => {
    const host = createMemoryHost();
    await dovecot.append('restart', numbered(1));
    await catchUp(host, { user: 'restart' });
    await dovecot.append('restart', numbered(2));
    await catchUp(host, { user: 'restart' });
    expect(subjects(host)).to.deep.equal(['Mail 1', 'Mail 2']);
    expect(host.repeats).to.deep.equal([]);
  });

  it('takes mail that came while it was down for a month, also what someone else has read', async () => {
    const host = createMemoryHost();
    const createdAt = Date.now() - 2 * MONTH;
    await catchUp(host, { user: 'month', createdAt });
    const receivedAt = new Date(Date.now() - MONTH);
    await dovecot.append('month', numbered(1), { receivedAt });
    await dovecot.append('month', numbered(2), { receivedAt, seen: true });
    await catchUp(host, { user: 'month', createdAt });
    expect(subjects(host)).to.deep.equal(['Mail 1', 'Mail 2']);
  });

  it('takes a mail that is moved in later although it is old and read', async () => {
    const host = createMemoryHost();
    await catchUp(host, { user: 'moved' });
    await dovecot.append('moved', numbered(1), { receivedAt: new Date(Date.now() - 3 * MONTH), seen: true });
    await catchUp(host, { user: 'moved' });
    expect(subjects(host)).to.deep.equal(['Mail 1']);
  });

  describe('the first time', () => {
    const firstTime = async (user: string, startWith: 'unread' | 'all' | 'new') => {
      const host = createMemoryHost();
      const receivedAt = new Date(Date.now() - MONTH);
      await dovecot.append(user, numbered(1), { receivedAt, seen: true });
      await dovecot.append(user, numbered(2), { receivedAt });
      await dovecot.append(user, numbered(3), { seen: true });
      await catchUp(host, { user, imap: { startWith } });
      return subjects(host);
    };

    it('starts with what is unread and with what came since the channel was made', async () => {
      expect(await firstTime('first-unread', 'unread')).to.deep.equal(['Mail 2', 'Mail 3']);
    });

    it('takes everything when asked to', async () => {
      expect(await firstTime('first-all', 'all')).to.deep.equal(['Mail 1', 'Mail 2', 'Mail 3']);
    });

    it('takes only new mail when asked to', async () => {
      expect(await firstTime('first-new', 'new')).to.deep.equal(['Mail 3']);
    });
  });

  it('neither loses nor doubles mail when the mailbox gets new UIDs', async () => {
    const host = createMemoryHost();
    await dovecot.append('validity', numbered(1));
    await dovecot.append('validity', numbered(2), { seen: true });
    await catchUp(host, { user: 'validity' });
    await dovecot.append('validity', numbered(3), { seen: true });
    await dovecot.changeUidValidity('validity');
    await catchUp(host, { user: 'validity' });
    expect(subjects(host)).to.have.members(['Mail 1', 'Mail 2', 'Mail 3']);
    expect(host.accepted).to.have.length(3);
  });

  it('takes two copies of one mail in one fetch as one message', async () => {
    const host = createMemoryHost();
    await dovecot.append('copies', `Received: from a.example\r\n${numbered(1)}`);
    await dovecot.append('copies', `Received: from b.example\r\n${numbered(1)}`);
    await catchUp(host, { user: 'copies' });
    expect(subjects(host)).to.deep.equal(['Mail 1']);
    expect(host.repeats).to.have.length(1);
  });

  it('takes two mails that share a Message-ID but say different things as two messages', async () => {
    const host = createMemoryHost();
    await dovecot.append('reused', mail({ 'Message-ID': '<same@c.example>' }, 'First'));
    await dovecot.append('reused', mail({ 'Message-ID': '<same@c.example>' }, 'Second'));
    await catchUp(host, { user: 'reused' });
    expect(host.accepted.map((message) => message.text)).to.deep.equal(['First', 'Second']);
  });

  it('puts a mail that cannot be read on the replay list and goes on with the next', async () => {
    const host = createMemoryHost();
    const tooManyParts = Array.from({ length: 1500 }, () => '--b\r\n\r\nx\r\n').join('');
    await dovecot.append('bad', mail({ 'Content-Type': 'multipart/mixed; boundary=b' }, tooManyParts));
    await dovecot.append('bad', numbered(2));
    await catchUp(host, { user: 'bad' });
    expect(subjects(host)).to.deep.equal(['Mail 2']);
    expect(host.unreadable).to.have.length(1);
    expect(host.unreadable[0]?.error).to.contain('child nodes');
    expect(host.unreadable[0] && host.read(host.unreadable[0].raw).length).to.be.above(10_000);
  });

  it('keeps the beginning of a mail above the size limit on the replay list and goes on', async () => {
    const host = createMemoryHost({ maxFileBytes: 300_000 });
    await dovecot.append('huge', mail({ Subject: 'Too big' }, `${'x'.repeat(76)}\n`.repeat(8000)));
    await dovecot.append('huge', numbered(2));
    await catchUp(host, { user: 'huge' });
    expect(subjects(host)).to.deep.equal(['Mail 2']);
    expect(host.unreadable[0]?.error).to.contain('larger than');
    expect(host.unreadable[0] && host.readText(host.unreadable[0].raw)).to.contain('Subject: Too big');
  });

  it('moves on only when a mail is stored, and takes it then', async () => {
    const host = createMemoryHost();
    await dovecot.append('store', numbered(1));
    host.failAccept(2);
    await using _adapter = await startEmail(emailChannel(dovecot, { user: 'store' }), host);
    await host.until(() => host.accepted.length === 1);
    expect(subjects(host)).to.deep.equal(['Mail 1']);
    expect(host.unreadable).to.deep.equal([]);
  });

  it('keeps a mail that the gateway refuses again and again, and goes on', async () => {
    const host = createMemoryHost();
    await dovecot.append('refused', numbered(1));
    await dovecot.append('refused', numbered(2));
    const refusing: MemoryHost = {
      ...host,
      accept: async (message) => {
        if (message.subject === 'Mail 1') throw new Error('the database is away');
        return host.accept(message);
      },
    };
    await using _adapter = await startEmail(emailChannel(dovecot, { user: 'refused' }), refusing);
    await host.until(() => host.unreadable.length === 1 && isConnected(host));
    expect(subjects(host)).to.deep.equal(['Mail 2']);
    expect(host.unreadable.map((item) => item.error)).to.deep.equal(['the database is away']);
  });

  it('stores the mail in flight before it stops', async () => {
    const host = createMemoryHost();
    await dovecot.append('flight', numbered(1));
    await dovecot.append('flight', numbered(2));
    const hold = host.holdAccept();
    const adapter = await startEmail(emailChannel(dovecot, { user: 'flight' }), host);
    await hold.reached;
    const stopped = adapter.stop();
    hold.release();
    await stopped;
    expect(subjects(host)).to.include('Mail 1');
    await catchUp(host, { user: 'flight' });
    expect(subjects(host)).to.deep.equal(['Mail 1', 'Mail 2']);
    expect(host.repeats).to.deep.equal([]);
  });

  it('reads another mailbox than the inbox when told so', async () => {
    const host = createMemoryHost();
    await dovecot.as('folder', (client) => client.mailboxCreate('Support'));
    await dovecot.append('folder', numbered(1), { mailbox: 'Support' });
    await catchUp(host, { user: 'folder', imap: { mailbox: 'Support' } });
    expect(subjects(host)).to.deep.equal(['Mail 1']);
  });
});
