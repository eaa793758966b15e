import { expect } from 'chai';
import type { AutomaticKind } from '../../../adapters/adapter.ts';
import { parseSource } from './parse-source.ts';

type Case = [what: string, kind: AutomaticKind, headers: Record<string, string>, body?: string];

const DESK = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };
const RECEIVED = 'We have received your request (8812) and will get back to you.';

const marked: Case[] = [
  [
    'Exchange',
    'auto-reply',
    { Subject: 'Automatic reply: My order', ...DESK, 'In-Reply-To': '<a@shop.example>' },
  ],
  ['Exchange in German', 'auto-reply', { Subject: 'Automatische Antwort: Bestellung', ...DESK }],
  ['Gmail', 'auto-reply', { 'X-Autoreply': 'yes', Precedence: 'bulk', 'Auto-Submitted': 'auto-replied' }],
  ['vacation(1)', 'auto-reply', { Precedence: 'bulk', 'Auto-Submitted': 'auto-replied (vacation)' }],
  ['Sieve', 'auto-reply', { 'Auto-Submitted': 'auto-replied', 'X-Sieve': 'Pigeonhole Sieve' }],
  ['cPanel', 'auto-reply', { 'X-Autorespond': 'My order', Precedence: 'auto_reply' }],
  ['GMX', 'auto-reply', { 'X-Autoresponder': 'yes' }],
  ['Zimbra', 'auto-reply', { 'Auto-Submitted': 'auto-replied (zimbra; vacation)', Precedence: 'bulk' }],
  ['a server that names no sender', 'auto-reply', { 'Return-Path': '<>' }],
  ['an old responder', 'auto-reply', { 'Delivered-To': 'Autoresponder' }],
  ['a responder of hosts', 'auto-reply', { 'X-POST-MessageClass': '9; Autoresponder' }],
  ['Groupware', 'auto-reply', { Preference: 'auto_reply' }],
  [
    'Zendesk',
    'bulk',
    { ...DESK, From: 'Acme <support@acme.zendesk.example>', 'X-Mailer': 'Zendesk Mailer' },
    RECEIVED,
  ],
  ['Freshdesk', 'auto-reply', { 'Auto-Submitted': 'auto-replied', Precedence: 'auto_reply' }, RECEIVED],
  [
    'Jira',
    'bulk',
    { Precedence: 'bulk', 'Auto-Submitted': 'auto-generated', 'X-JIRA-FingerPrint': '7' },
    RECEIVED,
  ],
  ['ServiceNow', 'bulk', { 'X-ServiceNow-Generated': 'true' }, RECEIVED],
  [
    'osTicket',
    'auto-reply',
    { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'DR, OOF' },
    RECEIVED,
  ],
  ['cron', 'bulk', { 'Auto-Submitted': 'auto-generated', 'X-Cron-Env': '<SHELL=/bin/sh>' }],
  ['a sieve notice', 'bulk', { 'Auto-Submitted': 'auto-notified; owner-email="x@y.example"' }],
  [
    'Mailman',
    'list',
    { 'List-Id': '<users.lists.example>', 'X-Mailman-Version': '2.1.39', Precedence: 'list' },
  ],
  ['Google Groups', 'list', { 'Mailing-list': 'list x@googlegroups.com', 'List-ID': '<x.googlegroups.com>' }],
  ['Sympa', 'list', { 'List-Id': '<staff.uni.example>', 'X-Loop': 'staff@uni.example', Precedence: 'list' }],
  ['majordomo', 'list', { Precedence: 'list', Sender: 'owner-staff@uni.example' }],
  ['our own list of news', 'list', { From: 'news@shop.example', 'List-Id': '<news.shop.example>' }],
  ['a newsletter', 'bulk', { 'List-Unsubscribe': '<https://n.example/u>', 'Feedback-ID': 'a:b:c:d' }],
  ['a newsletter by Precedence', 'bulk', { Precedence: 'bulk' }],
  ['junk by its own word', 'bulk', { Precedence: 'junk' }],
  ['a campaign', 'bulk', { 'X-Campaign-ID': 'spring' }],
  [
    'a report of DMARC',
    'report',
    { Subject: 'Report Domain: shop.example Submitter: google.com Report-ID: <1>' },
  ],
  ['TMDA', 'challenge', { 'X-Delivery-Agent': 'TMDA/1.1.12', Subject: 'Please confirm your message' }],
  ['Boxbe', 'challenge', { 'X-Boxbe-Challenge': '1' }],
  [
    'Spam Arrest',
    'challenge',
    { Precedence: 'bulk', Subject: 'Re: My order [Spam Arrest: sender verification]' },
  ],
  [
    'a gate',
    'challenge',
    { 'Auto-Submitted': 'auto-replied', Subject: 'Verify that you are a human sender' },
  ],
];

/** Subject and text of programs that leave no mark in the headers. */
const unmarked: [subject: string, text: string][] = [
  ['Automatic reply: My order', 'Thanks.'],
  ['[EXTERNAL] Automatic reply: My order', 'Thanks.'],
  ['Auto-Reply: My order', RECEIVED],
  ['AutoReply', RECEIVED],
  ['Automated response: My order', RECEIVED],
  ['Out of Office: My order', 'I am out of the office until Monday.'],
  ['Out of Office AutoReply: My order', 'I will be on vacation with limited access to email.'],
  ['Vacation reply: My order', 'I am away until Monday.'],
  ['OOO: My order', 'I am away until Monday.'],
  ['Automatische Antwort: Bestellung', 'Danke.'],
  ['Abwesenheitsnotiz: Bestellung', 'Danke.'],
  ['Abwesend: Bestellung', 'Ich bin bis Montag nicht im Büro. Ihre Mail wird nicht weitergeleitet.'],
  ['Réponse automatique : Commande', 'Merci.'],
  ['Absence du bureau : Commande', 'Je suis actuellement en congé, de retour lundi.'],
  ['Respuesta automática: Pedido', 'Gracias.'],
  ['Fuera de la oficina: Pedido', 'Estaré fuera hasta el lunes.'],
  ['Risposta automatica: Ordine', 'Grazie.'],
  ['Fuori sede: Ordine', 'Sono attualmente assente fino a lunedì.'],
  ['Automatisch antwoord: Bestelling', 'Dank.'],
  ['Afwezig: Bestelling', 'Ik ben tot maandag afwezig.'],
  ['Automatiskt svar: Order', 'Tack.'],
  ['Autosvar: Ordre', 'Tak.'],
  ['Odpowiedź automatyczna: Zamówienie', 'Dziękuję.'],
  ['Resposta automática: Pedido', 'Obrigado.'],
  ['Автоматический ответ: Заказ', 'Спасибо.'],
  ['自動応答: ご注文', 'ありがとうございます。'],
  ['自動返信：ご注文', 'ありがとうございます。'],
  ['不在: ご注文', '月曜日まで不在にしております。'],
  ['自动回复: 我的订单', '谢谢。'],
  ['自动答复：我的订单', '谢谢。'],
];

describe('mail of machines', () => {
  for (const [what, kind, headers, body] of marked) {
    it(`knows what ${what} sends as ${kind}`, async () => {
      expect((await parseSource(headers, body)).automatic).to.equal(kind);
    });
  }

  for (const [subject, text] of unmarked) {
    it(`knows "${subject}" as an automatic reply`, async () => {
      expect((await parseSource({ Subject: subject }, text)).automatic).to.equal('auto-reply');
    });
  }
});
