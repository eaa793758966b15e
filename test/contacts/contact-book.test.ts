import { expect } from 'chai';
import fc from 'fast-check';
import type { Person } from '../../adapters/adapter.ts';
import { ContactBook } from '../../src/contacts/contact-book.ts';
import type { ContactRecord } from '../../src/contacts/contact-model.ts';

const NOW = new Date('2026-03-01T09:00:00Z');

const person = (of: Partial<Person>): Person => ({
  name: null,
  email: null,
  phone: null,
  visitor: null,
  ...of,
});

function contact(id: string, of: Partial<ContactRecord> = {}): ContactRecord {
  return {
    _id: id,
    name: null,
    emails: [],
    phones: [],
    visitors: [],
    owner: null,
    tracked: false,
    acknowledgedAt: null,
    words: [],
    rev: 1,
    createdAt: new Date('2026-01-01T00:00:00Z'),
    updatedAt: new Date('2026-01-01T00:00:00Z'),
    ...of,
  };
}

const identitiesOf = (c: ContactRecord) => [...c.emails, ...c.phones, ...c.visitors];

/** Few values, so that people share them. */
const anyPerson = fc
  .record({
    name: fc.option(fc.constantFrom('Ana', 'Ben')),
    email: fc.option(fc.constantFrom('a@x', 'b@x', 'c@x', 'd@x')),
    phone: fc.option(fc.constantFrom('+1', '+2', '+3')),
    visitor: fc.option(fc.constantFrom('v1', 'v2', 'v3')),
  })
  .map(person);

/** What is stored before a batch: each identity belongs to one contact at most. */
const anyStored = fc
  .array(fc.constantFrom(0, 1, 2, null), { minLength: 10, maxLength: 10 })
  .map((holders) => {
    const values = ['a@x', 'b@x', 'c@x', 'd@x', '+1', '+2', '+3', 'v1', 'v2', 'v3'];
    const of = (i: number, kind: RegExp) => values.filter((v, at) => holders[at] === i && kind.test(v));
    return [0, 1, 2].map((i) =>
      contact(`stored-${i}`, { emails: of(i, /@/), phones: of(i, /^\+/), visitors: of(i, /^v/) }),
    );
  });

/** The contacts after the writes, made one by one under a unique index on every identity. */
function afterWrites(stored: readonly ContactRecord[], book: ContactBook): Map<string, ContactRecord> {
  const all = new Map(stored.map((c) => [c._id, c]));
  const { removals, poorer, updates, inserts } = book.writes();
  for (const { _id } of removals) all.delete(_id);
  for (const { _id } of poorer) all.set(_id, contact(_id));
  for (const c of [...updates, ...inserts]) {
    all.delete(c._id);
    const taken = new Set([...all.values()].flatMap(identitiesOf));
    expect(identitiesOf(c).filter((identity) => taken.has(identity))).to.deep.equal([]);
    all.set(c._id, c);
  }
  return all;
}

describe('the contact book', () => {
  it('never gives one identity to two contacts, and loses none, after any sequence of messages', () => {
    fc.assert(
      fc.property(anyStored, fc.array(anyPerson, { maxLength: 12 }), (stored, people) => {
        const book = new ContactBook(structuredClone(stored), NOW);
        const resolved = people.map((p) => book.resolve(p));
        const all = afterWrites(stored, book);
        const held = [...all.values()].flatMap(identitiesOf);
        expect(held).to.have.length(new Set(held).size);
        const seen = people.flatMap((p) => [p.email, p.phone, p.visitor].filter((v) => v !== null));
        expect(held).to.include.members([...stored.flatMap(identitiesOf), ...seen]);
        for (const c of resolved) if (c) expect(all.has(book.get(c._id)?._id ?? '')).to.equal(true);
      }),
    );
  });

  it('lets everybody who was joined be found under the contact that stayed', () => {
    fc.assert(
      fc.property(anyStored, fc.array(anyPerson, { maxLength: 12 }), (stored, people) => {
        const book = new ContactBook(structuredClone(stored), NOW);
        for (const p of people) book.resolve(p);
        const all = afterWrites(stored, book);
        for (const [from, into] of book.joined) {
          expect(all.has(from)).to.equal(false);
          expect(all.has(into)).to.equal(true);
        }
      }),
    );
  });

  it('finds a person by any of their identities', () => {
    const ana = contact('ana', { emails: ['ana@x'], phones: ['+1'], visitors: ['v1'] });
    for (const identity of [{ email: 'ana@x' }, { phone: '+1' }, { visitor: 'v1' }]) {
      const book = new ContactBook([structuredClone(ana)], NOW);
      expect(book.resolve(person(identity))?._id).to.equal('ana');
    }
  });

  it('makes nobody of a message without any identity', () => {
    const book = new ContactBook([], NOW);
    expect(book.resolve(person({ name: 'Ana' }))).to.equal(null);
    expect(book.writes().inserts).to.deep.equal([]);
  });

  it('joins two that are seen together in the older one, which keeps what it has', () => {
    const older = contact('older', { emails: ['ana@x'], owner: 'ben', name: 'Ana' });
    const newer = contact('newer', {
      phones: ['+1'],
      name: 'A.',
      owner: 'cleo',
      tracked: true,
      acknowledgedAt: NOW,
      createdAt: NOW,
    });
    const book = new ContactBook([newer, older], NOW);
    expect(book.resolve(person({ email: 'ana@x', phone: '+1' }))).to.deep.include({
      _id: 'older',
      name: 'Ana',
      owner: 'ben',
      tracked: true,
      acknowledgedAt: NOW,
      emails: ['ana@x'],
      phones: ['+1'],
    });
    expect(book.writes().removals.map((c) => c._id)).to.deep.equal(['newer']);
    expect([...book.joined]).to.deep.equal([['newer', 'older']]);
    expect(book.get('newer')?._id).to.equal('older');
  });

  it('takes a cookie for less proof than an address: somebody else may use the browser', () => {
    const ana = contact('ana', { emails: ['ana@x'], visitors: ['v1'] });
    const book = new ContactBook([ana], NOW);
    const ben = book.resolve(person({ email: 'ben@x', visitor: 'v1' }));
    expect(ben?._id).not.to.equal('ana');
    expect(ben?.visitors).to.deep.equal(['v1']);
    expect(book.get('ana')).to.deep.include({ emails: ['ana@x'], visitors: [] });
    expect(book.writes().poorer.map((c) => c._id)).to.deep.equal(['ana']);
  });

  it('learns a name and that a cookie tracks, but changes neither name nor anything without need', () => {
    const book = new ContactBook([contact('ana', { emails: ['ana@x'], name: 'Ana' })], NOW);
    book.resolve(person({ email: 'ana@x', name: 'Annie' }));
    expect(book.writes().updates).to.deep.equal([]);
    book.resolve(person({ email: 'ana@x', visitor: 'v9' }));
    expect(book.writes().updates[0]).to.deep.include({ name: 'Ana', tracked: true, visitors: ['v9'] });
  });
});
