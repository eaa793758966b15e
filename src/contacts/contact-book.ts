import type { ClientSession, Connection } from 'mongoose';
import type { Person } from '../../adapters/adapter.ts';
import { newId } from '../store/ids.ts';
import { type ContactRecord, contactModel } from './contact-model.ts';

const IDENTITIES = ['emails', 'phones', 'visitors'] as const;
type Identity = (typeof IDENTITIES)[number];

/** Contacts as a batch of messages sees them: what is stored, and what the batch itself adds. */
export class ContactBook {
  readonly #byId = new Map<string, ContactRecord>();
  readonly #byIdentity = new Map<string, ContactRecord>();
  readonly #made = new Set<string>();
  readonly #changed = new Set<string>();
  /** Those that lost a cookie: written before whoever got it. */
  readonly #poorer = new Set<string>();
  readonly #removed: ContactRecord[] = [];
  /** Contacts that were joined into another: from → to. */
  readonly joined = new Map<string, string>();
  readonly #now: Date;

  constructor(contacts: readonly ContactRecord[], now: Date) {
    this.#now = now;
    for (const contact of contacts) this.#add(contact);
  }

  /** Reads every contact that one of the people could be, in the transaction of the session where one is given. */
  static async load(
    db: Connection,
    people: readonly Person[],
    now: Date,
    session?: ClientSession,
  ): Promise<ContactBook> {
    const or = IDENTITIES.map((identity) => ({
      [identity]: { $in: [...new Set(people.flatMap((p) => identitiesOf(p)[identity]))] },
    })).filter((clause) => Object.values(clause).some((c) => c.$in.length > 0));
    if (or.length === 0) return new ContactBook([], now);
    const found = await contactModel(db)
      .find({ $or: or })
      .session(session ?? null)
      .lean();
    return new ContactBook(found, now);
  }

  /** What was read, for another batch that begins at `now`: what either of the two changes is not seen by the other. */
  copy(now: Date): ContactBook {
    return new ContactBook(
      [...this.#byId.values()].map((contact) => ({ ...contact })),
      now,
    );
  }

  /** Ids of all stored contacts it knows. */
  ids(): string[] {
    return [...this.#byId.keys()].filter((id) => !this.#made.has(id));
  }

  /** Reads further contacts, such as those of tickets that messages join. */
  async loadAlso(db: Connection, ids: readonly string[]): Promise<void> {
    const missing = ids.filter((id) => !this.#byId.has(id));
    if (missing.length === 0) return;
    for (const contact of await contactModel(db)
      .find({ _id: { $in: missing } })
      .lean())
      this.#add(contact);
  }

  get(id: string): ContactRecord | undefined {
    return this.#byId.get(this.joined.get(id) ?? id);
  }

  /** Finds the person, or makes them; identities seen together are joined in one. Null for a person without any. */
  resolve(person: Person): ContactRecord | null {
    const ids = identitiesOf(person);
    const matches = IDENTITIES.flatMap((i) => ids[i].map((v) => this.#byIdentity.get(`${i}:${v}`)));
    const found = [...new Set(matches.filter((c) => c !== undefined))].filter((c) => mayJoin(c, ids));
    const [first, ...others] = found.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
    if (!first && IDENTITIES.every((i) => ids[i].length === 0)) return null;
    const contact = first ?? this.make(person.name);
    for (const other of others) this.#join(other, contact);
    this.#learn(contact, person, ids);
    return contact;
  }

  /** Says that a field of a contact was changed from outside. */
  touch(contact: ContactRecord): void {
    this.#changed.add(contact._id);
  }

  /** What is to be written. The `poorer` ones are among the updates. */
  writes(): Record<'inserts' | 'updates' | 'removals' | 'poorer', ContactRecord[]> {
    const all = [...this.#byId.values()];
    const updates = all.filter((c) => !this.#made.has(c._id) && this.#changed.has(c._id));
    return {
      inserts: all.filter((c) => this.#made.has(c._id)),
      updates,
      removals: this.#removed.filter((c) => !this.#made.has(c._id)),
      poorer: updates.filter((c) => this.#poorer.has(c._id)),
    };
  }

  #add(contact: ContactRecord): void {
    this.#byId.set(contact._id, contact);
    for (const identity of IDENTITIES) {
      for (const value of contact[identity]) this.#byIdentity.set(`${identity}:${value}`, contact);
    }
  }

  /** A new contact without identities yet. */
  make(name: string | null): ContactRecord {
    const contact: ContactRecord = {
      _id: newId(),
      name,
      emails: [],
      phones: [],
      visitors: [],
      owner: null,
      tracked: false,
      acknowledgedAt: null,
      words: [],
      rev: 1,
      createdAt: this.#now,
      updatedAt: this.#now,
    };
    this.#byId.set(contact._id, contact);
    this.#made.add(contact._id);
    return contact;
  }

  #join(from: ContactRecord, into: ContactRecord): void {
    for (const identity of IDENTITIES) into[identity] = [...new Set([...into[identity], ...from[identity]])];
    into.name ??= from.name;
    into.owner ??= from.owner;
    into.tracked ||= from.tracked;
    into.acknowledgedAt = later(into.acknowledgedAt, from.acknowledgedAt);
    this.#byId.delete(from._id);
    this.#removed.push(from);
    for (const [id, target] of this.joined) if (target === from._id) this.joined.set(id, into._id);
    this.joined.set(from._id, into._id);
    this.#changed.add(into._id);
    this.#add(into);
  }

  #learn(contact: ContactRecord, person: Person, ids: Record<Identity, string[]>): void {
    for (const identity of IDENTITIES) {
      for (const value of ids[identity]) {
        const holder = this.#byIdentity.get(`${identity}:${value}`);
        if (holder === contact) continue;
        if (holder) {
          // Only a cookie changes hands: somebody else writes from this browser now.
          holder[identity] = holder[identity].filter((v) => v !== value);
          this.#changed.add(holder._id);
          this.#poorer.add(holder._id);
        }
        contact[identity] = [...contact[identity], value];
        this.#changed.add(contact._id);
        this.#byIdentity.set(`${identity}:${value}`, contact);
      }
    }
    if (person.visitor && !contact.tracked) {
      contact.tracked = true;
      this.#changed.add(contact._id);
    }
    if (!contact.name && person.name) {
      contact.name = person.name;
      this.#changed.add(contact._id);
    }
    if (this.#changed.has(contact._id)) contact.updatedAt = this.#now;
  }
}

function later(a: Date | null, b: Date | null): Date | null {
  return a === null || (b !== null && b > a) ? b : a;
}

function identitiesOf(person: Person): Record<Identity, string[]> {
  return {
    emails: person.email ? [person.email] : [],
    phones: person.phone ? [person.phone] : [],
    visitors: person.visitor ? [person.visitor] : [],
  };
}

/**
 * Whether a contact found by one of the identities is this person. An address or number proves more than a
 * browser: a cookie's contact who has another address is somebody else at the same machine.
 */
function mayJoin(contact: ContactRecord, ids: Record<Identity, string[]>): boolean {
  const proofs = (['emails', 'phones'] as const).filter((i) => ids[i].length > 0 && contact[i].length > 0);
  return proofs.length === 0 || proofs.some((i) => ids[i].some((value) => contact[i].includes(value)));
}
