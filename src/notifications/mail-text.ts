import type { Kind } from './notification-settings.ts';

/** One of the things a mail tells. */
export interface MailItem {
  kind: Kind;
  number: number | null;
  /** null where the workspace's mails do not quote. */
  subject: string | null;
  channel: string | null;
  actor: string | null;
  /** What was written; null where the workspace's mails do not quote. */
  text: string | null;
}

/** The languages that mails are written in. */
export type MailLanguage = 'en' | 'de';

const LONGEST_TEXT = 2000;

/** `above` is worded so that folding quotes does not take it for a mark of its own: the quote begins above it. */
const WORDS = {
  en: {
    above: 'Your answer goes above this line',
    answer: 'Your answer to this mail goes to the customer, as yours.',
    several: (count: number, workspace: string) => `${count} notifications from ${workspace}`,
    noAnswer: 'This mail is about several things: open a ticket to answer it.',
    ticket: 'Ticket',
    news: {
      unassigned: () => 'This ticket has no owner.',
      assigned: (actor) => (actor ? `${actor} gave you this ticket.` : 'This ticket is yours now.'),
      message: (actor) => `${actor ?? 'The customer'} wrote on your ticket.`,
      mention: (actor) => `${actor ?? 'A colleague'} mentioned you.`,
      missedCall: () => 'There was a missed call.',
      voicemail: () => 'There is a voicemail.',
      waiting: () => 'This ticket has been waiting for long.',
      channelDown: () => 'This channel is down.',
    },
  },
  de: {
    above: 'Ihre Antwort steht über dieser Linie',
    answer: 'Ihre Antwort auf diese Mail geht als Ihre Antwort an den Kunden.',
    several: (count: number, workspace: string) => `${count} Benachrichtigungen von ${workspace}`,
    noAnswer: 'Diese Mail betrifft Mehreres: Öffnen Sie ein Ticket, um zu antworten.',
    ticket: 'Ticket',
    news: {
      unassigned: () => 'Dieses Ticket hat niemanden, der zuständig ist.',
      assigned: (actor) =>
        actor ? `${actor} hat Ihnen dieses Ticket gegeben.` : 'Dieses Ticket gehört jetzt Ihnen.',
      message: (actor) => `${actor ?? 'Der Kunde'} hat auf Ihrem Ticket geschrieben.`,
      mention: (actor) => `${actor ?? 'Jemand'} hat Sie erwähnt.`,
      missedCall: () => 'Es gab einen verpassten Anruf.',
      voicemail: () => 'Es gibt eine Sprachnachricht.',
      waiting: () => 'Dieses Ticket wartet schon lange.',
      channelDown: () => 'Dieser Kanal ist ausgefallen.',
    },
  },
} as const satisfies Record<MailLanguage, MailWords>;

interface MailWords {
  above: string;
  answer: string;
  noAnswer: string;
  ticket: string;
  several(count: number, workspace: string): string;
  news: Record<Kind, (actor: string | null) => string>;
}

/** True for a text that still holds what stands in a mail of ours: nobody's answer, or one we cannot tell apart. */
export function holdsOurMail(text: string): boolean {
  return Object.values(WORDS).some(({ above }) => text.includes(above));
}

/** One mail of all that somebody is told; about one ticket alone, it can be answered. */
export function composeNotificationMail(of: {
  items: readonly MailItem[];
  language: MailLanguage;
  workspace: string;
  publicUrl: string;
  isAnswerable: boolean;
}): { subject: string; text: string } {
  const words: MailWords = WORDS[of.language];
  const paragraphs = groupByTicket(of.items).map((items) => paragraphOf(items, words, of.publicUrl));
  const [first] = of.items;
  const isOne = paragraphs.length === 1 && first !== undefined;
  return {
    subject: isOne ? headingOf(first, words) : words.several(of.items.length, of.workspace),
    text: [
      ...(of.isAnswerable ? [`-- ${words.above} --`] : []),
      ...paragraphs,
      ...(of.isAnswerable ? [words.answer] : isOne ? [] : [words.noAnswer]),
    ].join('\n\n'),
  };
}

function groupByTicket(items: readonly MailItem[]): MailItem[][] {
  return [...Map.groupBy(items, ({ number, channel }) => number ?? channel).values()];
}

function paragraphOf(items: readonly MailItem[], words: MailWords, publicUrl: string): string {
  const [first] = items;
  if (!first) return '';
  const texts = new Set(items.flatMap(({ text }) => (text === null ? [] : [quoted(text)])));
  return [
    headingOf(first, words),
    ...new Set(items.map(({ kind, actor }) => words.news[kind](actor))),
    ...texts,
    first.number === null ? `${publicUrl}/settings/channels` : `${publicUrl}/tickets/${first.number}`,
  ].join('\n');
}

function headingOf({ number, subject, channel }: MailItem, words: MailWords): string {
  if (number === null) return channel ?? '';
  return subject === null ? `${words.ticket} ${number}` : `${words.ticket} ${number}: ${subject}`;
}

function quoted(text: string): string {
  const shown = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)} …` : text;
  return shown
    .trim()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
