import type { ClientSession, Connection } from 'mongoose';
import type { Clock } from '../../adapters/adapter.ts';
import { MINUTE_MS } from '../../routing/instants.ts';
import { KeptOrders } from '../../routing/kept-orders.ts';
import { Loads } from '../../routing/loads.ts';
import type {
  People,
  RoutingRules,
  RoutingState,
  RoutingTeam,
  RoutingUser,
  TicketType,
} from '../../routing/types.ts';
import { channelModel } from '../channels/channel-model.ts';
import { readRoutingRules } from '../settings/routing-rules.ts';
import { inTransaction } from '../store/connection.ts';
import { teamModel } from '../teams/team-model.ts';
import { ticketModel } from '../tickets/ticket-model.ts';
import { toRoutingUser } from '../users/routing-user.ts';
import { type UserRecord, userModel } from '../users/user-model.ts';
import { type LiveChannel, toLiveChannel } from './live-channel.ts';
import { type LoadRecord, loadModel, positionModel } from './load-model.ts';
import { readTurns, type TurnBook, writeTurns } from './turns.ts';
import { ViewChains } from './view-chains.ts';

export type { LiveChannel } from './live-channel.ts';

const MONTH = 30 * 24 * 3600 * 1000;

/** A team whose members follow the users' own records. */
interface LiveTeam extends RoutingTeam {
  members: string[];
}

/** What the router keeps in memory: users, teams, channels, loads, and whom it assigned last. */
export class LiveState {
  readonly users = new Map<string, RoutingUser>();
  readonly emails = new Map<string, string>();
  /** Ids of active admins. */
  readonly admins = new Set<string>();
  readonly teams = new Map<string, LiveTeam>();
  readonly channels = new Map<string, LiveChannel>();
  readonly positions = new Map<string, string>();
  /** Version of each user's load that memory stands at; absent = 0. */
  readonly revs = new Map<string, number>();
  /** The orders in which users are chosen, kept from one decision to the next. */
  readonly orders = new KeptOrders();
  readonly chains = new ViewChains();
  loads = new Loads((owner) => this.orders.touch(owner));
  rules: RoutingRules | null = null;
  #turns: TurnBook = { last: new Map(), recent: new Map() };
  /** Users whose turn the stored digest does not know yet. */
  readonly #untold = new Set<string>();
  #order = 0;
  readonly #db: Connection;
  readonly #clock: Clock;
  readonly #mailDomain: string;

  constructor(parts: { db: Connection; clock: Clock; mailDomain: string }) {
    this.#db = parts.db;
    this.#clock = parts.clock;
    this.#mailDomain = parts.mailDomain;
  }

  /** Reads everything anew, from one snapshot. */
  async load(): Promise<void> {
    await this.loadPeople();
    await this.loadChannels();
    await inTransaction(this.#db, async (session) => {
      const records = await loadModel(this.#db).find({}, null, { session }).lean();
      const since = new Date(this.#clock.now() - MONTH);
      const tickets = await ticketModel(this.#db)
        .find({ open: true, owner: { $ne: null }, assignedAt: { $gt: since } }, null, { session })
        .select('owner type assignedAt')
        .lean();
      this.loads = new Loads((owner) => this.orders.touch(owner));
      this.orders.reset();
      this.revs.clear();
      for (const { _id, rev } of records) this.revs.set(_id, rev);
      for (const t of tickets) this.setLoad(t._id, t);
    });
    this.#turns = await readTurns(this.#db, this.#clock.now());
    this.#order = Math.max(0, ...[...this.#turns.last.values()].flatMap((last) => Object.values(last)));
    for (const p of await positionModel(this.#db).find().lean()) this.positions.set(p._id, p.user);
    this.orders.reset();
  }

  async loadPeople(): Promise<void> {
    this.rules = await readRoutingRules(this.#db);
    const users = await userModel(this.#db).find().lean();
    const teams = await teamModel(this.#db).find().lean();
    const gone = new Set(this.users.keys());
    for (const u of users) gone.delete(u._id);
    for (const id of gone) this.users.delete(id);
    this.emails.clear();
    this.teams.clear();
    for (const u of users) this.#takeUser(u);
    for (const t of teams) {
      const members = users.filter((u) => u.teams.includes(t._id)).map((u) => u._id);
      this.teams.set(t._id, { id: t._id, name: t.name, members });
    }
    this.orders.reset();
  }

  /** Reads some users anew, with the teams they are and were in. */
  async refreshUsers(ids: readonly string[]): Promise<void> {
    const users = await userModel(this.#db)
      .find({ _id: { $in: ids } })
      .lean();
    for (const user of users) {
      const isNew = !this.users.has(user._id);
      this.#takeUser(user);
      // Presence is told all the time: only who joins or leaves changes whom policies mean.
      if (this.#putInTeams(user) || isNew) this.orders.reset();
      else this.orders.touch(user._id);
    }
  }

  /** Answers whether a team changed by it. */
  #putInTeams({ _id, teams }: UserRecord): boolean {
    let isChanged = false;
    for (const team of this.teams.values()) {
      const isIn = team.members.includes(_id);
      if (isIn === teams.includes(team.id)) continue;
      team.members = isIn ? team.members.filter((id) => id !== _id) : [...team.members, _id];
      isChanged = true;
    }
    return isChanged;
  }

  async loadChannels(): Promise<void> {
    this.channels.clear();
    for (const c of await channelModel(this.#db).find({ deletedAt: null }).sort({ _id: 1 }).lean()) {
      this.channels.set(c._id, toLiveChannel(c, this.#mailDomain));
    }
  }

  /** Counts one user's open tickets anew, with the version that the count belongs to. */
  async reloadLoad(user: string): Promise<void> {
    await inTransaction(this.#db, async (session) => {
      const record = await loadModel(this.#db).findById(user, null, { session }).lean();
      const tickets = await this.#openTicketsOf(user, session);
      for (const id of this.loads.ticketsOf(user)) this.loads.set(id, null);
      if (record) this.revs.set(user, record.rev);
      for (const t of tickets) this.setLoad(t._id, t);
    });
  }

  /** Applies the latest change of a user's load if it is the very next; else counts anew. */
  async followLoad(record: LoadRecord): Promise<void> {
    const known = this.revs.get(record._id) ?? 0;
    if (record.rev <= known) return;
    if (record.rev > known + 1) return this.reloadLoad(record._id);
    this.revs.set(record._id, record.rev);
    for (const { ticket, entry } of record.changes) {
      const current = this.loads.entryOf(ticket)?.owner;
      if (entry) this.setLoad(ticket, { owner: record._id, ...entry });
      else if (current === record._id) this.loads.set(ticket, null);
    }
  }

  /** Counts a ticket for its owner, or for nobody. */
  setLoad(
    ticket: string,
    entry: { owner: string | null; type: TicketType; assignedAt: Date | null } | null,
  ): void {
    if (!entry?.owner || !entry.assignedAt) this.loads.set(ticket, null);
    else
      this.loads.set(ticket, {
        owner: entry.owner,
        type: entry.type,
        assignedAt: entry.assignedAt.getTime(),
      });
  }

  /** Remembers an automatic assignment, in the order of all of them; answers how to forget it. */
  noteAssigned(user: string, type: TicketType, order: number, at: number): () => void {
    const { last, recent } = this.#turns;
    const [before, instants] = [last.get(user), recent.get(user)];
    last.set(user, { ...before, [type]: order });
    recent.set(user, [...(instants ?? []).filter((t) => t > at - MINUTE_MS), at]);
    this.#untold.add(user);
    this.orders.touch(user);
    return () => {
      last.set(user, before ?? {});
      recent.set(user, instants ?? []);
      this.orders.touch(user);
    };
  }

  /** Brings the stored digest of turns up to date, between two batches. */
  async tellTurns(): Promise<void> {
    if (this.#untold.size === 0) return;
    const until = new Date(this.#clock.now());
    const told = [...this.#untold];
    await writeTurns(this.#db, new Map(told.map((user) => [user, this.#turns.last.get(user) ?? {}])), until);
    for (const user of told) this.#untold.delete(user);
  }

  /** A number greater than that of every automatic assignment before. */
  nextOrder(at: number): number {
    this.#order = Math.max(this.#order + 1, at * 1000);
    return this.#order;
  }

  movePosition(key: string, user: string | null): void {
    if (user === null) this.positions.delete(key);
    else this.positions.set(key, user);
  }

  /** The email channel that answers for this one go out by: itself, the one it names, else the oldest there is. */
  mailChannelFor(channel: LiveChannel): LiveChannel | null {
    if (channel.kind === 'email') return channel;
    const named = channel.replyChannel === null ? undefined : this.channels.get(channel.replyChannel);
    return named ?? [...this.channels.values()].find((c) => c.kind === 'email') ?? null;
  }

  lastOrder(user: string, type: TicketType): number {
    return this.#turns.last.get(user)?.[type] ?? 0;
  }

  people(): People {
    return { users: this.users, teams: this.teams };
  }

  /** What decisions look at, at this instant. */
  routingState(at: number, random: () => number): RoutingState {
    if (!this.rules) throw new Error('The live state was used before it was loaded.');
    return {
      at,
      people: this.people(),
      rules: this.rules,
      loads: this.loads,
      memory: {
        lastAssigned: (user, type) => this.lastOrder(user, type),
        roundRobinPosition: (key) => this.positions.get(key) ?? null,
        assignedInLastMinute: (user, instant) =>
          (this.#turns.recent.get(user) ?? []).filter((t) => t > instant - MINUTE_MS).length,
        nextForgotten: (user, instant) => {
          const within = (this.#turns.recent.get(user) ?? []).filter((t) => t > instant - MINUTE_MS);
          return within.length === 0 ? null : Math.min(...within) + MINUTE_MS;
        },
      },
      random,
    };
  }

  #takeUser(record: UserRecord): void {
    const user = toRoutingUser(record);
    const { workingHours } = this.users.get(user.id) ?? user;
    // Calendars are worked out once an object: one that says the same is kept.
    const isSame = JSON.stringify(workingHours) === JSON.stringify(user.workingHours);
    this.users.set(user.id, isSame ? { ...user, workingHours } : user);
    if (record.active && record.role !== 'agent') this.admins.add(record._id);
    else this.admins.delete(record._id);
    this.emails.set(record._id, record.email);
  }

  #openTicketsOf(owner: string, session: ClientSession) {
    const since = new Date(this.#clock.now() - MONTH);
    return ticketModel(this.#db)
      .find({ owner, open: true, assignedAt: { $gt: since } }, null, { session })
      .select('owner type assignedAt')
      .lean();
  }
}
