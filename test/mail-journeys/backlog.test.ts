import { expect } from 'chai';
import { type Dovecot, startDovecot } from '../support/dovecot.ts';
import { mail } from '../support/email.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { countPairs, fillWithPairs, makeMailbox, untilStored } from './mailboxes.ts';

const PAIRS = 100;
const MAILBOXES = 50;

describe('full mailboxes', () => {
  let gateway: TestGateway;
  let dovecot: Dovecot;
  before(async () => {
    [gateway, dovecot] = await Promise.all([startTestGateway(), startDovecot()]);
  });
  after(async () => {
    await gateway.stop();
    await dovecot[Symbol.asyncDispose]();
  });

  it('keeps every mail and its answer together that are read at once', async () => {
    await fillWithPairs(dovecot, 'pairs', PAIRS);
    let channel = '';
    await untilStored(gateway, 2 * PAIRS, async () => {
      channel = await makeMailbox(gateway, dovecot, 'pairs');
    });
    expect(await countPairs(gateway, channel)).to.deep.equal({ tickets: PAIRS, whole: PAIRS });
  });

  it('makes one ticket of two copies of a mail that are read at once', async () => {
    for (let copy = 0; copy < 2; copy += 1) await dovecot.append('copies', mail({}));
    await dovecot.append('copies', mail({ 'Message-ID': '<other@customer.example>', Subject: 'Last' }));
    let channel = '';
    await untilStored(gateway, 2, async () => {
      channel = await makeMailbox(gateway, dovecot, 'copies');
    });
    expect(await gateway.db.collection('messages').countDocuments({ channel })).to.equal(2);
  });

  it('takes the mail of fifty mailboxes in one worker', async () => {
    const users = Array.from({ length: MAILBOXES }, (_, n) => `box${n}`);
    for (const user of users) {
      for (const subject of ['One', 'Two'])
        await dovecot.append(
          user,
          mail({ Subject: subject, 'Message-ID': `<${subject}-${user}@customer.example>` }),
        );
    }
    const channels: string[] = [];
    await untilStored(gateway, 2 * MAILBOXES, async () => {
      for (const user of users) channels.push(await makeMailbox(gateway, dovecot, user));
    });
    const counts = await Promise.all(
      channels.map((channel) => gateway.db.collection('messages').countDocuments({ channel })),
    );
    expect(new Set(counts)).to.deep.equal(new Set([2]));
  });
});
