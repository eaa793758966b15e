import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { Clock, Log } from '../../adapters/adapter.ts';
import { errorName } from '../error-name.ts';
import { readRoutingRules } from '../settings/routing-rules.ts';
import { userModel } from '../users/user-model.ts';
import { type AvailabilityBoard, createAvailabilityBoard } from './availability-board.ts';
import type { Change } from './change.ts';
import { type ClientEvent, clientEvent } from './client-events.ts';
import { type ConsoleBoard, createConsoleBoard, type Touched } from './console-board.ts';
import { type Exchange, startExchange } from './exchange.ts';
import { EVERYONE, roomOfTicket } from './live-event.ts';
import { createOwnConsoles, type OwnConsoles } from './own-consoles.ts';
import type { ConsoleNamespace, ConsoleSocket } from './protocol.ts';

const Look = z.strictObject({ ticket: z.string().min(1).max(100).nullable() });
const Typing = z.strictObject({ on: z.boolean() });

/** What presence needs. */
export interface PresenceParts {
  db: Connection;
  clock: Clock;
  log: Log;
  namespace: ConsoleNamespace;
}

/** Who is there, what they are like, and who looks at which ticket, over all processes. */
export interface Presence {
  /** What clients may tell of themselves. */
  events: ReadonlyMap<string, ClientEvent>;
  enter(socket: ConsoleSocket): void;
  heed(change: Change): void;
  /** To be called about once a second: time passes for those who are away, and for processes that were killed. */
  tick(): void;
  stop(): void;
}

/** Starts to follow who is there. The feed of changes must be open, so that no change of a user is missed. */
export async function startPresence(parts: PresenceParts): Promise<Presence> {
  const { db, clock, log, namespace } = parts;
  const board = createConsoleBoard();
  const own = createOwnConsoles();
  const people = await readPeople(db, board);
  const tellPeople = () => {
    const users = people.look(clock.now());
    if (users.length > 0) namespace.local.to(EVERYONE).emit('presence', { whole: false, users });
  };
  const onTouched = (touched: Touched) => {
    tellViewers(namespace, board, touched);
    for (const user of touched.users) people.touch(user);
    tellPeople();
  };
  const exchange = startExchange({ namespace, clock, own, board, onTouched });
  return {
    events: ticketEvents({ clock, own, board, exchange }),
    enter(socket) {
      own.open(socket.id, socket.data.user.id);
      socket.once('disconnect', () => {
        own.close(socket.id);
        exchange.tell();
      });
      exchange.tell();
      socket.emit('presence', { whole: true, users: people.all() });
    },
    heed(change) {
      if (change.collection === 'users' && change.document) people.setUser(change.document);
      if (change.collection === 'settings') {
        readRoutingRules(db).then(people.setRules, (error: unknown) =>
          log.warn({ err: errorName(error) }, 'the rules of availability could not be read'),
        );
      }
      tellPeople();
    },
    tick() {
      exchange.tick();
      tellPeople();
    },
    stop: exchange.stop,
  };
}

async function readPeople(db: Connection, board: ConsoleBoard): Promise<AvailabilityBoard> {
  const people = createAvailabilityBoard(await readRoutingRules(db), board.isOnline);
  for (const user of await userModel(db).find().lean()) people.setUser(user);
  return people;
}

function tellViewers(namespace: ConsoleNamespace, board: ConsoleBoard, { tickets }: Touched): void {
  for (const ticket of tickets) {
    namespace.local.to(roomOfTicket(ticket)).emit('viewers', { ticket, viewers: board.viewersOf(ticket) });
  }
}

/** `look`: the ticket that a console shows. `typing`: whether an answer is being written there. */
function ticketEvents(parts: {
  clock: Clock;
  own: OwnConsoles;
  board: ConsoleBoard;
  exchange: Exchange;
}): Presence['events'] {
  const { clock, own, board, exchange } = parts;
  const look = clientEvent(Look, (socket, { ticket }) => {
    const before = own.show(socket.id, ticket);
    if (before !== null && before !== ticket) void socket.leave(roomOfTicket(before));
    if (ticket !== null) void socket.join(roomOfTicket(ticket));
    exchange.tell();
    return ticket === null ? {} : { viewers: board.viewersOf(ticket) };
  });
  const typing = clientEvent(Typing, (socket, { on }) => {
    own.setTyping(socket.id, on, clock.now());
    exchange.tell();
    return {};
  });
  return new Map([
    ['look', look],
    ['typing', typing],
  ]);
}
