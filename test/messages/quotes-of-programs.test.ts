import { expect } from 'chai';
import { foldText } from '../../src/messages/quotes.ts';

const lines = (...all: string[]) => all.join('\n');

/** An answer "New." above what a program puts there of the mail before. */
const quotes: [program: string, quote: string][] = [
  ['Gmail, broken', lines('On Tue, Mar 3, 2026 at 6:02 PM, Bo <bo@c.example', ' > wrote:', '', '> old')],
  ['GitHub', lines('On Aug 22, 2026, at 7:37 PM, bo<reply@c.example>', 'wrote:', '', '> old')],
  [
    'Apple Mail without marks',
    lines('On Mar 1, 2026, at 9:00 AM, Ana <a@b.example> wrote:', '', 'old', 'older'),
  ],
  ['Apple Mail in German', lines('Am 01.03.2026 um 09:00 schrieb Ana <a@b.example>:', '', 'alt')],
  ['Yahoo', lines('    On Sunday, March 1, 2026, 9:00 AM, Ana <a@b.example> wrote:  ', '', ' old')],
  ['Gmail with a date first', lines('2026-03-01 9:00 GMT+01:00 Ana <a@b.example>:', '', '> old')],
  ['Gmail in Japanese', lines('2026年3月1日(日) 9:00 Ana <a@b.example>:', '', '> old')],
  ['Gmail in Russian', lines('вс, 1 мар. 2026 г. в 09:00, Ana <a@b.example>:', '', '> old')],
  ['Outlook', lines('From: Ana <a@b.example>', 'Sent: Monday', 'To: Shop', 'Subject: Hi', '', 'old')],
  ['Outlook, bold', lines('*From:* Ana', '*Sent:* Monday', '*To:* Shop', '*Subject:* Hi', '', 'old')],
  ['Outlook in Chinese', lines('发件人: Ana', '发送时间: 2026', '收件人: x', '主题: y', '', 'old')],
  ['Outlook in Swedish', lines('Från: Ana', 'Skickat: idag', 'Till: x', 'Ämne: y', '', 'old')],
  ['Outlook in Polish', lines('Od: Ana', 'Wysłano: dziś', 'Do: x', 'Temat: y', '', 'old')],
  [
    'GMX',
    lines('Gesendet: Sonntag, 01. März 2026', 'Von: "Shop" <a@b.example>', 'An: c', 'Betreff: X', '', 'alt'),
  ],
  ['Thunderbird in French', lines('Le 01/03/2026 à 09:00, Ana a écrit :', '> vieux')],
  ['a desk', lines('##- Please type your reply above this line -##', '', 'old')],
  [
    'Gmail with a broken address',
    lines('On Mon, Mar 2, 2026 at 9:00 AM The Shop <', 'a-long-name+12345@b.example> wrote:', '', '> old'),
  ],
  [
    'Gmail in Norwegian, broken',
    lines('tir. 3. mars 2026 kl. 13:09 skrev Ana <a@b.example', '>:', '', '> old'),
  ],
  ['Yandex', lines('30.09.2026, 18.30, "Ana - Shop" <a@b.example>:', '', 'old')],
  ['Mail.ru', lines('Sunday, 1 March 2026, 3:32 PM +0300 from a@b.example <a@b.example>:', '', 'old')],
  ['Zoho', lines('---- On Sun, 1 Mar 2026 14:02:50 +0100 a@b.example wrote ----', '', 'old')],
  [
    'a program without a colon',
    lines('On Sun, 1 Mar 2026 08:14:43 -0200 Ana <a@b.example> wrote', '', 'old'),
  ],
  [
    'Apple Mail in Portuguese',
    lines('Em 1 de março de 2026 às 16:32:35, Ana (', 'a@b.example) escreveu:', '', 'velho'),
  ],
  [
    'Outlook in French',
    lines(
      'De : Ana<mailto:a@b.example>',
      'Envoyé le :jeudi 1 mars 2026 09:35',
      'À : x',
      'Objet :Bonjour',
      '',
      'vieux',
    ),
  ],
  [
    'Orange',
    lines(
      '====',
      '',
      'Message du : 01/03/2026 13:20',
      'De : "Ana" <a@b.example>',
      'A : x',
      'Copie à : ',
      'Sujet :  y',
      '',
      'vieux',
    ),
  ],
  [
    'Outlook with a long address',
    lines(
      'From: Human Resources',
      '<a-long-name@b.example>',
      'Sent: Monday',
      'To: x',
      'Subject: y',
      '',
      'old',
    ),
  ],
  ['an old Outlook', lines('-----Ursprüngliche Nachricht-----', 'Von: Shop', 'alt')],
];

const signatures: string[] = [
  'Sent from my iPhone',
  'Sent from Yahoo Mail on Android',
  'Sent with Proton Mail secure email.',
  'Von meinem iPhone gesendet',
  'Envoyé de mon iPhone',
  'Enviado desde mi iPhone',
  '发自我的 iPhone',
  'iPhoneから送信',
  'Отправлено с iPhone',
  'Wysłane z iPhone',
  lines('-- ', 'Ana Alba', 'Boss of Acme'),
  lines('--', 'Ana Alba', 'Boss', 'Acme', '', 'Sent from my iPhone'),
  lines('__', 'users mailing list', 'users@lists.example', 'http://lists.example/mailman/listinfo/users'),
  lines('--', 'Ana'),
  lines('--', 'Ana Alba', 'Acme Ltd', '+49 221 1234567'),
  lines('—', 'Ana Alba', 'www.acme.example'),
];

/** What a person wrote that only looks like a quote or a signature. */
const own: string[] = [
  lines('Prices:', '__', 'small 10', 'large 20'),
  lines('At 9:30 on 01.03.2026 I wrote to Ben <ben@c.example>:', '', 'Nothing came.'),
  lines('Our address changed, see ben@c.example.', '', '12.03.2026 is too late.', '', 'Thanks'),
  lines('I paid for these:', '', 'From: Berlin', 'To: Munich', 'Date: Sunday', 'and nothing came.'),
  lines('Hello,', '', 'On 1 March 2026 your colleague Ben wrote:', '', 'We refund you.', '', 'Nothing came.'),
  lines('See what he sent me:', '', 'On 1 March 2026, Ben <ben@c.example> wrote:', '', 'We refund you.'),
  lines(
    'Look',
    '',
    'Begin forwarded message:',
    '',
    'On 1 March 2026, Ben <ben@c.example> wrote:',
    '',
    'Pay.',
  ),
  lines('I want', '', '--', 'Blue shirt', 'Red shirt'),
  lines('First.', '', '--', 'Second question: where is it?'),
  lines('Hi', '', 'On 1 March 2026, Bo <bo@c.example', '> wrote:', '> first?', 'Yes.', '> second?', 'No.'),
  lines('Hi', '', 'On 1 March 2026, Bo <bo@c.example> wrote:', '> first?', 'Yes.', '> second?', 'No.'),
  lines('Hi', '', 'Am 1. März 2026 um 9:00 schrieb Bo', '<bo@c.example>:', '> first?', 'Yes.'),
];

describe('folding what programs put around an answer', () => {
  for (const [program, quote] of quotes) {
    it(`folds the quote of ${program}`, () => {
      expect(foldText(lines('New.', '', quote))).to.deep.include({ visible: 'New.', signature: '' });
    });
  }

  for (const signature of signatures) {
    it(`separates the signature "${signature.replaceAll('\n', ' / ')}"`, () => {
      expect(foldText(lines('New.', '', signature))).to.deep.equal({
        visible: 'New.',
        quoted: '',
        signature,
      });
    });
  }

  for (const text of own) {
    it(`hides nothing of "${text.replaceAll('\n', ' ').slice(0, 50)}…"`, () => {
      expect(foldText(text).visible).to.equal(text);
    });
  }
});
