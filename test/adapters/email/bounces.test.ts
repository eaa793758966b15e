import { expect } from 'chai';
import type { Bounce } from '../../../adapters/adapter.ts';
import { multipart, parseSource } from './parse-source.ts';

const ABOUT = { messageId: 'reply-1@shop.example', recipient: 'ana@customer.example' };
const COPY = 'From: support@shop.example\nMessage-ID: <reply-1@shop.example>\nSubject: Re: My order';

/** A standard report (RFC 3464) with what a server varies of it. */
async function report(of: {
  from: string;
  subject: string;
  text?: string;
  fields: string;
  copy?: string;
  copyType?: string;
}) {
  const { header, body } = multipart('multipart/report; report-type=delivery-status', [
    { type: 'text/plain', body: of.text ?? 'Your message could not be delivered.' },
    { type: 'message/delivery-status', body: `Reporting-MTA: dns; mx.example\n\n${of.fields}` },
    { type: of.copyType ?? 'message/rfc822', body: `${of.copy ?? COPY}\n\nIt is on its way.` },
  ]);
  return parseSource({ From: of.from, Subject: of.subject, 'Content-Type': header }, body);
}

const FAILED = 'Final-Recipient: rfc822; ana@customer.example\nAction: failed\nStatus: 5.1.1';

describe('bounces as standard reports', () => {
  const servers: [server: string, from: string, subject: string][] = [
    ['Postfix', 'MAILER-DAEMON@mx.example', 'Undelivered Mail Returned to Sender'],
    [
      'Sendmail',
      'Mail Delivery Subsystem <MAILER-DAEMON@mx.example>',
      'Returned mail: see transcript for details',
    ],
    ['Exchange', 'postmaster@customer.example', 'Undeliverable: Re: My order'],
    ['Exchange in German', 'postmaster@customer.example', 'Unzustellbar: Re: My order'],
    [
      'Office 365',
      'Microsoft Outlook <MicrosoftExchange329e71ec88@customer.example>',
      'Undeliverable: Re: My order',
    ],
    ['Google', 'mailer-daemon@googlemail.com', 'Delivery Status Notification (Failure)'],
    ['Amazon SES', 'MAILER-DAEMON@amazonses.com', 'Delivery Status Notification (Failure)'],
    ['Notes', 'Postmaster@customer.example', 'DELIVERY FAILURE: User ana not listed in Domino Directory'],
    ['Zimbra', 'MAILER-DAEMON@zimbra.example', 'Undelivered Mail Returned to Sender'],
    ['T-Online', 'Mail Delivery System <mailer-daemon@t-online.de>', 'Unzustellbare Nachricht'],
    ['a server with a subject nobody knows', 'someone@mx.example', 'Hm'],
  ];
  for (const [server, from, subject] of servers) {
    it(`finds the message and the recipient in what ${server} sends`, async () => {
      const { automatic, bounce } = await report({ from, subject, fields: FAILED });
      expect(automatic).to.equal('bounce');
      expect(bounce).to.include({ ...ABOUT, status: '5.1.1', action: 'failed' });
    });
  }

  it('finds the message where only its headers came back', async () => {
    const of = { from: 'MAILER-DAEMON@mx.example', subject: 'Undelivered', fields: FAILED };
    const { bounce } = await report({ ...of, copyType: 'text/rfc822-headers' });
    expect(bounce?.messageId).to.equal('reply-1@shop.example');
  });

  it('takes the worst of several recipients', async () => {
    const other = 'Final-Recipient: rfc822; bo@customer.example\nAction: delivered\nStatus: 2.0.0';
    const { bounce } = await report({
      from: 'mailer-daemon@mx.example',
      subject: 'x',
      fields: `${other}\n\n${FAILED}`,
    });
    expect(bounce).to.include({ recipient: 'ana@customer.example', action: 'failed' });
  });

  it('tells a delay from a failure', async () => {
    const fields = 'Final-Recipient: rfc822; ana@customer.example\nAction: delayed\nStatus: 4.4.1';
    const { bounce } = await report({ from: 'mailer-daemon@mx.example', subject: 'Warning', fields });
    expect(bounce).to.include({ action: 'delayed', status: '4.4.1' });
  });

  for (const action of ['delivered', 'relayed', 'expanded']) {
    it(`takes a report of "${action}" as no bounce`, async () => {
      const fields = `Final-Recipient: rfc822; ana@customer.example\nAction: ${action}\nStatus: 2.0.0`;
      const message = await report({ from: 'mailer-daemon@mx.example', subject: 'Delivered', fields });
      expect(message).to.include({ automatic: 'report', bounce: null });
    });
  }

  it('keeps the id that we gave where a service put its own into the copy', async () => {
    const copy =
      'Message-ID: <010201@email.amazonses.com>\nX-Google-Original-Message-ID: <reply-1@shop.example>';
    const { bounce } = await report({ from: 'MAILER-DAEMON@mx.example', subject: 'x', fields: FAILED, copy });
    expect(bounce?.messageId).to.equal('reply-1@shop.example');
  });

  it('finds the ticket by the token in the copy where the id was replaced', async () => {
    const copy =
      'Message-ID: <010201@email.example>\nReferences: <a@b.example> <t.66f0c0ffee.bWFjbWFj@shop.example>';
    const { thread } = await report({ from: 'MAILER-DAEMON@mx.example', subject: 'x', fields: FAILED, copy });
    expect(thread?.token).to.equal('t.66f0c0ffee.bWFjbWFj');
  });
});

type Shape = [server: string, headers: Record<string, string>, text: string, expected: Partial<Bounce>];

const DAEMON = { From: 'Mail Delivery System <mailer-daemon@mx.example>', 'Return-Path': '<>' };
const QUOTED = `------ This is a copy of the message, including all the headers. ------\n\n${COPY}\n\nHello`;

const shapes: Shape[] = [
  [
    'Exim',
    {
      ...DAEMON,
      Subject: 'Mail delivery failed: returning message to sender',
      'X-Failed-Recipients': 'ana@customer.example',
    },
    `  ana@customer.example\n    550 5.1.1 User unknown\n\n${QUOTED}`,
    { ...ABOUT, status: '5.1.1', action: 'failed' },
  ],
  [
    'qmail',
    { From: 'MAILER-DAEMON@mx.example', Subject: 'failure notice' },
    `Hi. This is the qmail-send program at mx.example.\n\n<ana@customer.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n${COPY}\n\nHello`,
    { ...ABOUT, status: '5.1.1', action: 'failed' },
  ],
  [
    'GMX',
    {
      From: 'GMX Mailer Daemon <mailer-daemon@gmx.de>',
      Subject: 'Mail delivery failed: returning message to sender',
    },
    `Eine Nachricht konnte nicht zugestellt werden:\n\n<ana@customer.example>:\nSMTP error: 550 Requested action not taken: mailbox unavailable\n\n--- The header of the original message is following. ---\n\n${COPY}`,
    { ...ABOUT, action: 'failed' },
  ],
  [
    'Yahoo',
    { From: 'MAILER-DAEMON@yahoo.com', Subject: 'Failure Notice' },
    `Sorry, we were unable to deliver your message to the following address.\n\n<ana@customer.example>:\n554: delivery error: dd This user doesn't have an account\n\n--- Original Message ---\nMessage-ID:\n <reply-1@shop.example>\nSubject: Re`,
    { ...ABOUT, action: 'failed' },
  ],
  [
    'an old Exchange',
    {
      From: 'System Administrator <postmaster@customer.example>',
      Subject: 'Undeliverable: Re: My order',
      'In-Reply-To': '<reply-1@shop.example>',
    },
    'Your message did not reach some or all of the intended recipients.\n\n<ana@customer.example>\n  The e-mail account does not exist <mx.example #5.1.1>',
    { ...ABOUT, status: '5.1.1', action: 'failed' },
  ],
  [
    'a server that only warns',
    { ...DAEMON, Subject: 'Warning: message delayed 24 hours' },
    `This message has been delayed. The server will keep trying.\n\n<ana@customer.example>\n\n${QUOTED}`,
    { ...ABOUT, action: 'delayed' },
  ],
  [
    'a server that quotes with marks',
    { From: 'mailer-daemon@mx.example', Subject: 'Zustellung fehlgeschlagen' },
    `<ana@customer.example>: 552 5.2.2 Mailbox full\n\n> From: support@shop.example\n> Message-ID: <reply-1@shop.example>`,
    { ...ABOUT, status: '5.2.2' },
  ],
];

describe('bounces of servers that send no reports', () => {
  for (const [server, headers, text, expected] of shapes) {
    it(`finds the message and the recipient in what ${server} sends`, async () => {
      const { automatic, bounce } = await parseSource(headers, text);
      expect(automatic).to.equal('bounce');
      expect(bounce).to.include(expected);
    });
  }

  const subjects = [
    ['Message d’erreur : remise impossible', '550 5.1.1 inconnu'],
    ['No se puede entregar: Re: Pedido', '550 5.1.1 desconocido'],
    ['Mancato recapito', '550 5.1.1 sconosciuto'],
    ['Onbestelbaar: Re: Bestelling', '550 5.1.1 onbekend'],
    ['Não foi possível entregar', '550 5.1.1 desconhecido'],
    ['配信不能: ご注文', '550 5.1.1 unknown'],
    ['退信', '550 5.1.1 unknown'],
    ['A subject that nobody knows', '550 5.1.1 unknown'],
  ] as const;
  for (const [subject, text] of subjects) {
    it(`knows "${subject}" from a mail daemon`, async () => {
      const { automatic, bounce } = await parseSource(
        { From: 'mailer-daemon@mx.example', Subject: subject },
        text,
      );
      expect(automatic).to.equal('bounce');
      expect(bounce).to.include({ status: '5.1.1', action: 'failed' });
    });
  }
});
