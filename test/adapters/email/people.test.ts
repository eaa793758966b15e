import { expect } from 'chai';
import { multipart, parseSource } from './parse-source.ts';

type Case = [what: string, headers: Record<string, string>, body?: string];

const GROUP = {
  'List-ID': '<support.shop.example>',
  'List-Post': '<mailto:support@shop.example>',
  'List-Unsubscribe': '<mailto:googlegroups-manage+1@googlegroups.com>',
  'Mailing-list': 'list support@shop.example; contact support+owners@shop.example',
  Precedence: 'list',
};
const FORM = { From: 'Site <no-reply@forms.example>', 'Reply-To': 'Bo Berg <bo@customer.example>' };

const marked: Case[] = [
  ['Exchange, which suppresses answers to ordinary mail', { 'X-Auto-Response-Suppress': 'All' }],
  ['Exchange with a list of what it suppresses', { 'X-Auto-Response-Suppress': 'DR, OOF, AutoReply' }],
  ['a program that says "normal"', { Precedence: 'normal' }],
  ['a program that says "first-class"', { Precedence: 'first-class' }],
  ['somebody who says that it is not automatic', { 'Auto-Submitted': 'no' }],
  ['a rule that forwards mail', { 'Auto-Submitted': 'auto-forwarded' }],
  ['Amazon, which marks all it sends', { 'Feedback-ID': '1.eu-west-1.abc=:1.eu-west-1.abc=:AmazonSES' }],
  ['a mailbox with a loop guard', { 'X-Loop': 'ana@customer.example' }],
  ['Outlook with a rule that forwards', { 'X-MS-Exchange-Inbox-Rules-Loop': 'ana@customer.example' }],
  ['Notes with its priorities', { Importance: 'high', 'X-Priority': '1', 'X-Mailer': 'Lotus Notes' }],
  [
    'a sales program that answers',
    { 'List-Unsubscribe': '<https://crm.example/u>', 'In-Reply-To': '<a@b.example>' },
  ],
  ['somebody whose server adds an empty header', { 'X-Autoreply': 'no' }],
  ['a person who wants a receipt', { 'Disposition-Notification-To': 'ana@customer.example' }],
  ['a customer through the group of the channel', GROUP],
  ['a customer through another group of ours', { 'List-Id': 'Help <help.shop.example>', Precedence: 'list' }],
  ['a contact form without a sender', { ...FORM, 'Return-Path': '<>' }],
  ['a contact form that says it is generated', { ...FORM, 'Auto-Submitted': 'auto-generated' }],
  ['a shop that passes questions on', { From: 'mailer@shopify.example', 'Reply-To': 'bo@customer.example' }],
  ['a postmaster', { From: 'postmaster@customer.example', Subject: 'Delivery problem with your mails' }],
  [
    'somebody at an address for bounces',
    { From: 'bounces@customer.example', Subject: 'Undeliverable parcel' },
  ],
];

const subjects = [
  'Out of office chair',
  'Out of office supplies: reorder',
  'Out of the office hours call',
  'OOOPS, wrong address',
  'Vacation rental booking',
  'Vacation',
  'On vacation my parcel got lost',
  'Holiday opening hours?',
  'Away game tickets',
  'Abwesenheit bei der Lieferung',
  'Abwesend: Nachbar hat Paket angenommen',
  'Absence de réponse à ma commande',
  'Ausencia de respuesta',
  'Delivery failed for my parcel',
  'Delivery Status Notification for order 12?',
  'Undelivered parcel',
  'Undeliverable: my parcel',
  'Returned mail',
  'Unzustellbar: mein Paket',
  'Failure notice on my washing machine',
  'Message delayed, where is my order?',
  'Please confirm your message',
  'Verify that you are human does not work',
  'Re: Automatic reply: My order',
  'AW: Abwesenheitsnotiz',
  'How do I set up an automatic reply?',
  'Auto reply does not work',
  'Automatic gate is broken',
  'Autoreply settings',
  'Newsletter abbestellen',
  'unsubscribe',
  'Read: the manual says otherwise',
  'Accepted: your offer',
  'Spam in my inbox',
  'Report domain problems',
];

describe('mail of people', () => {
  for (const [what, headers, body] of marked) {
    it(`takes mail from ${what} as a person's`, async () => {
      const message = await parseSource(headers, body);
      expect(message.automatic).to.equal(null);
      expect(message.bounce).to.equal(null);
    });
  }

  for (const subject of subjects) {
    it(`takes "${subject}" as a person's`, async () => {
      const message = await parseSource(
        { Subject: subject },
        'Hello,\n\nit came on Monday. Please help.\n\nAna',
      );
      expect(message.automatic).to.equal(null);
      expect(message.bounce).to.equal(null);
    });
  }

  it('takes people who tell that they will be away as people', async () => {
    const text = 'Please pause my subscription. I am on holiday until May, back on Monday.';
    for (const subject of ['Holiday', 'Vacation - cancel booking', 'On vacation', 'Away: please pause']) {
      expect((await parseSource({ Subject: subject }, text)).automatic, subject).to.equal(null);
    }
  });

  it('takes a bounce that a person passes on as theirs, with its parts', async () => {
    const status = 'Final-Recipient: rfc822;support@shop.example\nAction: failed\nStatus: 5.1.1';
    const { header, body } = multipart('multipart/mixed', [
      { type: 'text/plain', body: 'What does this mean? 550 5.1.1 User unknown' },
      { type: 'message/delivery-status', body: `Reporting-MTA: dns;x\n\n${status}` },
      { type: 'message/rfc822', body: 'Message-ID: <reply-1@shop.example>\nSubject: x\n\nx' },
    ]);
    const message = await parseSource({ 'Content-Type': header, Subject: 'Fwd: Undelivered Mail' }, body);
    expect(message).to.include({ automatic: null, bounce: null });
  });

  it('keeps an invitation and its answer as what a person sends', async () => {
    for (const method of ['REQUEST', 'REPLY', 'CANCEL']) {
      const { header, body } = multipart('multipart/alternative', [
        { type: 'text/plain', body: 'Meeting' },
        { type: `text/calendar; method=${method}`, body: `BEGIN:VCALENDAR\nMETHOD:${method}\nEND:VCALENDAR` },
      ]);
      expect((await parseSource({ 'Content-Type': header }, body)).automatic).to.equal(null);
    }
  });

  it('answers for whom a group put itself into From', async () => {
    const { from, automatic } = await parseSource({
      ...GROUP,
      From: "'Bo Berg' via Support <support@shop.example>",
      'X-Original-From': 'Bo Berg <bo@customer.example>',
    });
    expect(from).to.include({ name: 'Bo Berg', email: 'bo@customer.example' });
    expect(automatic).to.equal(null);
  });

  it('notes who does not want to be answered by a machine', async () => {
    const refuses = async (headers: Record<string, string>) =>
      (await parseSource(headers)).refusesAutomaticAnswers === true;
    expect(await refuses({ 'X-Auto-Response-Suppress': 'OOF, AutoReply' })).to.equal(true);
    expect(await refuses({ 'Auto-Submitted': 'auto-forwarded' })).to.equal(true);
    expect(await refuses({ 'X-Auto-Response-Suppress': 'DR, RN, NRN' })).to.equal(false);
    expect(await refuses({ 'Auto-Submitted': 'no' })).to.equal(false);
    expect(await refuses(GROUP)).to.equal(false);
  });
});
