import { expect } from 'chai';
import { parseSource } from './parse-source.ts';

const ANA = 'ana@customer.example';
const UNKNOWN = `<${ANA}>: no such user here`;

type Notice = [server: string, headers: Record<string, string>, text: string];

const notices: Notice[] = [
  [
    'DragonFly, whose From has no address',
    { From: 'MAILER-DAEMON <>', Subject: 'Mail delivery failed' },
    `There was an error delivering your mail to <${ANA}>.\n\n550 5.1.1 User unknown`,
  ],
  [
    'a gateway with an empty From',
    { From: '<>', Subject: 'Delivery Status' },
    `--- The following addresses had delivery problems ---\n\n<${ANA}>   (No such user)`,
  ],
  [
    'a server that says no domain of its own',
    {
      From: 'mailer-daemon',
      Subject: 'There was an error sending your mail',
      'Auto-Submitted': 'auto-replied',
    },
    `The following recipients returned permanent errors: ${ANA}. Reason: 554 refused`,
  ],
  [
    'Domino',
    {
      From: 'Postmaster@customer.example',
      'Return-Path': '<MAILER-DAEMON@mx.example>',
      Subject: `DELIVERY FAILURE: User Ana (${ANA}) not listed in Domino Directory`,
    },
    `Your message\n\n  Subject: Re: My order\n\nwas not delivered to:\n\n  ${ANA}\n\nbecause:\n\n  User not listed`,
  ],
  [
    'Exchange 5.5 with a subject cut short',
    { From: 'System Administrator <postmaster@customer.example>', 'Return-Path': '<>', Subject: 'E' },
    `Your message\n\n  To:      Ana\n\ndid not reach the following recipient(s):\n\n${ANA} on Thu, 29 Apr 2010\n    The recipient name is not recognized`,
  ],
  [
    'IMail',
    { From: 'Postmaster <postmaster@mx.example>', Subject: 'Undeliverable Mail' },
    `Delivery failed 20 attempts: ${ANA}\n\n\nOriginal message follows.`,
  ],
  [
    'a Japanese provider',
    { From: 'no-reply@mx.example', Subject: 'メールエラー通知' },
    `送信先のメールボックスが一杯のため、送信できませんでした。\n\nCould not be delivered to: <${ANA}>`,
  ],
  [
    'a gateway to phones',
    { From: 'post_master@phones.example', Subject: 'Re:My order' },
    `Error: Invalid user address\n\n550 - Requested action not taken: no such user here\n\n  RCPT TO:<${ANA}>`,
  ],
  [
    'OpenSMTPD',
    { From: 'Mailer Daemon <poostmaster@mx.example>', Subject: 'Delivery status notification: error' },
    `An error has occurred while attempting to deliver a message for\nthe following list of recipients:\n\n${ANA}: Envelope expired`,
  ],
];

describe('bounces that are no reports', () => {
  for (const [server, headers, text] of notices) {
    it(`are known from ${server}, with the recipient`, async () => {
      const { automatic, bounce } = await parseSource(headers, text);
      expect(automatic).to.equal('bounce');
      expect(bounce).to.include({ recipient: ANA, action: 'failed' });
    });
  }

  const words: [language: string, text: string][] = [
    ['German', `Ihre Nachricht konnte nicht an ${ANA} zugestellt werden.`],
    ['French', `Votre message n'a pas pu être remis à ${ANA}.`],
    ['Spanish', `No se ha podido entregar su mensaje a ${ANA}.`],
    ['Italian', `Non è stato possibile recapitare il messaggio a ${ANA}.`],
    ['Portuguese', `A mensagem não pôde ser entregue a ${ANA}.`],
    ['Dutch', `Uw bericht kon niet worden bezorgd bij ${ANA}.`],
    ['Polish', `Nie można było dostarczyć wiadomości do ${ANA}.`],
    ['Swedish', `Meddelandet till ${ANA} kunde inte levereras.`],
    ['Danish', `Meddelelsen til ${ANA} kunne ikke leveres.`],
    ['Czech', `Zprávu pro ${ANA} nelze doručit.`],
    ['Russian', `Сообщение для ${ANA} не может быть доставлено.`],
    ['Japanese', `次の宛先に配信できませんでした。\n${ANA}`],
    ['Chinese', `无法投递到 ${ANA}`],
  ];
  for (const [language, text] of words) {
    it(`are known by ${language} words where the envelope names nobody`, async () => {
      const headers = { From: 'hostmaster@mx.example', Subject: 'Info', 'Return-Path': '<>' };
      const { automatic, bounce } = await parseSource(headers, text);
      expect(automatic).to.equal('bounce');
      expect(bounce?.recipient).to.equal(ANA);
    });
  }

  it('name the recipient that failed, never the address that the message came from', async () => {
    const text = `The original message was received from support@shop.example\n\n${UNKNOWN}`;
    const { bounce } = await parseSource(
      { From: 'MAILER-DAEMON@mx.example', Subject: 'failure notice' },
      text,
    );
    expect(bounce?.recipient).to.equal(ANA);
  });

  it('are final when the server has given up, though its last answer was a passing one', async () => {
    const text = `${UNKNOWN}\n421 4.4.1 try later\nI'm not going to try again; this message has been in the queue too long.`;
    const { bounce } = await parseSource(
      { From: 'MAILER-DAEMON@mx.example', Subject: 'failure notice' },
      text,
    );
    expect(bounce).to.include({ status: '4.4.1', action: 'failed' });
  });

  it('are read where all lines end with a bare carriage return', async () => {
    const { automatic, bounce, text } = await parseSource(
      { From: 'MAILER-DAEMON@mx.example', Subject: 'failure notice' },
      UNKNOWN,
      (source) => source.replace(/\r?\n/g, '\r'),
    );
    expect(automatic).to.equal('bounce');
    expect(bounce?.recipient).to.equal(ANA);
    expect(text).to.contain('no such user');
  });

  const people: Notice[] = [
    [
      'a postmaster who asks',
      { From: 'Paul <postmaster@customer.example>', Subject: 'Your mail server' },
      'Your server told our user bo@customer.example that a mail could not be delivered. Can you look?',
    ],
    [
      'a customer whose parcel did not come',
      { From: ANA, Subject: 'Undeliverable parcel', 'Return-Path': `<${ANA}>` },
      'They say it could not be delivered to my address. Write to bo@customer.example please.',
    ],
    [
      'a customer who passes a bounce on',
      { From: ANA, Subject: 'Fwd: Undelivered Mail Returned to Sender' },
      `What does this mean?\n\n> From: MAILER-DAEMON@mx.example\n> <support@shop.example>: 550 5.1.1 User unknown`,
    ],
  ];
  for (const [who, headers, text] of people) {
    it(`are not seen in the mail of ${who}`, async () => {
      expect(await parseSource(headers, text)).to.include({ automatic: null, bounce: null });
    });
  }
});

describe('mail that no machine must answer', () => {
  for (const address of [
    'no-reply@bank.example',
    'team-bounces@list.example',
    'postmaster@customer.example',
  ]) {
    it(`is what comes from ${address}`, async () => {
      const message = await parseSource({ From: address, Subject: 'Your statement' }, 'It is ready.');
      expect(message).to.include({ automatic: null, refusesAutomaticAnswers: true });
    });
  }

  const answer = (text: string) =>
    parseSource(
      { Subject: 'Accepted: Visit', 'Content-Type': 'multipart/mixed; boundary=x1' },
      `--x1\nContent-Type: text/plain\n\n${text}\n--x1\nContent-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR\n--x1--`,
    );

  it('is the answer of a calendar to an invitation', async () => {
    expect(await answer('')).to.include({ automatic: 'auto-reply', refusesAutomaticAnswers: true });
  });

  it('is such an answer also with words in it, and those are a person’s', async () => {
    expect(await answer('I come by train.')).to.include({ automatic: null, refusesAutomaticAnswers: true });
  });
});
