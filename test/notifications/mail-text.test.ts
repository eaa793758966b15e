import { expect } from 'chai';
import { foldText } from '../../src/messages/quotes.ts';
import { composeNotificationMail, holdsOurMail, type MailItem } from '../../src/notifications/mail-text.ts';
import { mailOfToken, replyToken } from '../../src/notifications/reply-token.ts';
import { createSecretBox } from '../../src/store/secret-box.ts';
import { ticketOfToken } from '../../src/tickets/ticket-token.ts';

const item = (changes: Partial<MailItem> = {}): MailItem => ({
  kind: 'message',
  number: 7,
  subject: 'Broken chair',
  channel: 'Support',
  actor: 'Carl',
  text: 'It broke again.',
  ...changes,
});

const compose = (items: MailItem[], more: object = {}) =>
  composeNotificationMail({
    items,
    language: 'en',
    workspace: 'Shop',
    publicUrl: 'https://desk.example',
    isAnswerable: true,
    ...more,
  });

describe('the mail with notifications', () => {
  it('says what happened on a ticket, quotes it, and links to it', () => {
    const { subject, text } = compose([item()]);
    expect(subject).to.equal('Ticket 7: Broken chair');
    expect(text).to.contain('Carl wrote on your ticket.\n  It broke again.\nhttps://desk.example/tickets/7');
  });

  it('is one mail for several things, each ticket once', () => {
    const items = [item({ kind: 'assigned', actor: null }), item(), item({ number: 8, subject: 'Lost' })];
    const { subject, text } = compose(items, { isAnswerable: false });
    expect(subject).to.equal('3 notifications from Shop');
    expect(text.match(/Ticket 7: /g)).to.have.length(1);
    expect(text).to.contain('open a ticket to answer');
  });

  it('says nothing that anybody wrote where the workspace does not want it', () => {
    const { subject, text } = compose([item({ subject: null, text: null })]);
    expect(subject).to.equal('Ticket 7');
    expect(text).not.to.contain('broke');
  });

  it('is German for whoever reads German', () => {
    expect(compose([item()], { language: 'de' }).text).to.contain('hat auf Ihrem Ticket geschrieben');
  });

  for (const language of ['en', 'de'] as const) {
    it(`never ends up with the customer, however it is quoted (${language})`, () => {
      const { text } = compose([item()], { language });
      const quoted = text.replace(/^/gm, '> ');
      for (const all of [text, quoted, `\n\n${text}`])
        expect(holdsOurMail(foldText(all).visible)).to.equal(true);
      const reply = foldText(
        `It is on its way.\n\nOn Monday, Shop <s@shop.example> wrote:\n${quoted}`,
      ).visible;
      expect(reply).to.equal('It is on its way.');
    });
  }
});

describe('the token of a notification mail', () => {
  const box = createSecretBox('a key for tests that is long enough');
  const sign = (text: string) => box.sign(text, 'notification-replies');
  const id = '0123456789abcdef01234567';

  it('names the mail, also in capitals, and is no ticket’s token', () => {
    const token = replyToken(id, sign);
    expect(mailOfToken(token.toUpperCase(), sign)).to.equal(id);
    expect(ticketOfToken(token, (text) => box.sign(text, 'tickets'))).to.equal(null);
  });

  it('is worth nothing when another made it', () => {
    const forged = replyToken(id, (text) =>
      createSecretBox('another key that is long enough too').sign(text, 'x'),
    );
    expect(mailOfToken(forged, sign)).to.equal(null);
    expect(mailOfToken('', sign)).to.equal(null);
  });
});
