import { expect } from 'chai';
import type { Answer } from '../support/api-client.ts';
import { apiClient } from '../support/api-client.ts';
import { mail } from '../support/email.ts';
import { eventually } from '../support/gateway.ts';
import type { Desk } from './desk.ts';

/** Something that a customer or an agent does, and goes on trying until it is taken. */
export interface Act {
  name: string;
  /** What must be there before, out of reach of any fault. */
  prepare(desk: Desk, id: string): Promise<void>;
  /** Tries once; true when it was acknowledged. */
  attempt(desk: Desk, id: string): Promise<boolean>;
  /** Whether all that follows from it has come to pass. */
  isDone(desk: Desk, id: string): Promise<boolean>;
  /** Holds what became of it against the invariants. */
  check(desk: Desk, id: string): Promise<void>;
}

const references = new Map<string, string>();

/** A customer sends a form, as a program that tries again with the same key. */
export const submitForm: Act = {
  name: 'a form',
  prepare: () => Promise.resolve(),
  async attempt(desk, id) {
    const headers = { accept: 'application/json', 'idempotency-key': id };
    const body = { email: `${id}@customer.example`, subject: id, message: `This is ${id}.` };
    const answer = await tried(() => siteOf(desk).post(`//forms/${desk.form}/submissions`, body, headers));
    if (answer?.status !== 201) return false;
    references.set(id, answer.body.reference);
    return true;
  },
  isDone: isRouted,
  async check(desk, id) {
    const ticket = await theOneTicket(desk, id);
    expect(String(ticket.number), 'the promised number').to.equal(references.get(id));
  },
};

/** A customer's mail with a file lies in the mailbox; it is acknowledged once it is taken. */
export const receiveMail: Act = {
  name: 'a mail',
  async prepare(desk, id) {
    const headers = { 'Content-Type': 'multipart/mixed; boundary=x', 'MIME-Version': '1.0' };
    const text = `--x\r\nContent-Type: text/plain\r\n\r\nThis is ${id}.\r\n`;
    const file = `--x\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename="a.csv"\r\n\r\na,b\r\n--x--`;
    const about = { From: `${id}@customer.example`, Subject: id, 'Message-ID': `<${id}@customer.example>` };
    await desk.dovecot.append('desk', mail({ ...about, ...headers }, text + file));
  },
  attempt: () => Promise.resolve(true),
  async isDone(desk, id) {
    const position = await desk.db.collection('adapterStates').countDocuments({});
    return (
      position > 0 && (await isRouted(desk, id)) && (await isSettled(desk, { to: `${id}@customer.example` }))
    );
  },
  async check(desk, id) {
    const ticket = await theOneTicket(desk, id);
    await expectMails(desk, `${id}@customer.example`, { ticket: ticket._id, direction: 'out' });
  },
};

/** An agent answers a ticket and tries again with the same key. */
export const reply: Act = {
  name: 'a reply',
  async prepare(desk, id) {
    const taken = await submitForm.attempt(desk, id);
    if (!taken) throw new Error('The ticket to be answered was not taken.');
    await eventually('the ticket to be answered is routed', () => isRouted(desk, id));
  },
  async attempt(desk, id) {
    const path = `/tickets/${references.get(id)}/replies`;
    const answer = await tried(() => desk.admin.post(path, { text: `Re ${id}` }, { 'idempotency-key': id }));
    return answer?.status === 201;
  },
  isDone: (desk, id) => isSettled(desk, { text: `Re ${id}` }),
  check: (desk, id) => expectMails(desk, `${id}@customer.example`, { text: `Re ${id}` }),
};

/** An admin gives a ticket to somebody else by hand. */
export const handOver: Act = {
  name: 'a change of owner',
  prepare: reply.prepare,
  async attempt(desk, id) {
    const answer = await tried(() =>
      desk.admin.put(`/tickets/${references.get(id)}/owner`, { user: heirOf(desk, id) }),
    );
    return answer?.status === 200;
  },
  async isDone(desk, id) {
    return (
      (await desk.db.collection('tickets').countDocuments({ subject: id, owner: heirOf(desk, id) })) === 1
    );
  },
  async check(desk, id) {
    const ticket = await theOneTicket(desk, id);
    const told = await desk.db.collection('ticketEvents').countDocuments({ ticket: ticket._id });
    expect(told, 'it is told once, or not at all where it was so already').to.be.at.most(1);
  },
};

function heirOf(desk: Desk, id: string): string {
  return desk.agents[id.length % desk.agents.length] ?? '';
}

/** What an answer was, or null when there was none. */
async function tried(ask: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await ask();
  } catch {
    // The process died meanwhile.
    return null;
  }
}

function siteOf(desk: Desk) {
  return apiClient(desk.url);
}

async function isRouted(desk: Desk, id: string): Promise<boolean> {
  const decided = { subject: id, 'routing.state': { $ne: 'pending' } };
  return (await desk.db.collection('tickets').countDocuments(decided)) > 0;
}

/** Whether a message that goes out has met its fate. */
async function isSettled({ db }: Desk, filter: object): Promise<boolean> {
  const fate = { ...filter, direction: 'out', 'delivery.state': { $in: ['sent', 'failed'] } };
  return (await db.collection('messages').countDocuments(fate)) > 0;
}

/** The ticket of that subject: one, decided, with one message of its customer. */
async function theOneTicket({ db }: Desk, subject: string) {
  const tickets = await db.collection('tickets').find({ subject }).toArray();
  expect(tickets, `tickets of ${subject}`).to.have.length(1);
  const [ticket] = tickets;
  if (!ticket) throw new Error('There is no ticket.');
  expect(ticket.owner, 'its owner').not.to.equal(null);
  const came = { ticket: ticket._id as never, direction: 'in' };
  expect(await db.collection('messages').countDocuments(came), `messages of ${subject}`).to.equal(1);
  return ticket;
}

/** One message was stored; it went out once, or is shown as uncertain and went out at most once. */
async function expectMails({ db, smtp }: Desk, to: string, filter: object): Promise<void> {
  const messages = await db.collection('messages').find(filter).toArray();
  expect(messages, 'stored answers').to.have.length(1);
  const { state, reason } = messages[0]?.delivery ?? {};
  const mails = smtp.mails.filter((m) => m.envelope.to.includes(to));
  if (state === 'sent') expect(mails, 'mails of a reply that shows as sent').to.have.length(1);
  else {
    expect(state).to.equal('failed');
    expect(reason).to.contain('uncertain');
    expect(mails.length, 'mails of a reply that shows as uncertain').to.be.at.most(1);
  }
}
