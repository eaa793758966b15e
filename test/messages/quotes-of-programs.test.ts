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
  lines('--', 'Ana'),
  lines('--', 'Ana Alba', 'Acme Ltd', '+49 221 1234567'),
  lines('—', 'Ana Alba', 'www.acme.example'),
];

/** What a person wrote that only looks like a quote or a signature. */
const own: string[] = [
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
