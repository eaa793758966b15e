import type { ClientSession, Connection } from 'mongoose';
import type { Lease } from '../store/leases.ts';
import { openChangeFeed } from './change-feed.ts';
import { createGoingBack } from './going-back.ts';
import { createIncoming } from './incoming.ts';
import { LiveState } from './live-state.ts';
import { loadModel } from './load-model.ts';
import type { ReignParts, RouterParts } from './router-parts.ts';
import { createWaitingRoom } from './waiting-room.ts';

/** How often the digest of turns is stored, in milliseconds. */
const TELL_EVERY = 1000;

/** The time of one process as the elected router: its memory, and what it does turn by turn. */
export interface Reign {
  /** Does one piece of work; false when there was none. `look`: there may be something new in the database. */
  turn(look: boolean): Promise<boolean>;
  /** Milliseconds until time alone gives something to do. */
  restFor(): number;
  /** True when memory can no longer be kept current. */
  isOver(): boolean;
  end(): void;
}

export async function createReign(
  parts: RouterParts & { lease: Lease; session: ClientSession; onChange(): void },
): Promise<Reign> {
  const { db, session } = parts;
  const feed = await openChangeFeed({
    db,
    session,
    processId: parts.processId,
    log: parts.log,
    onChange: parts.onChange,
  });
  const state = new LiveState(parts);
  await state.load();
  const shared: ReignParts = { ...parts, state };
  const waiting = await createWaitingRoom(shared);
  const incoming = createIncoming(shared, waiting);
  const goingBack = createGoingBack(shared);
  let toldAt = performance.now();

  async function turn(look: boolean): Promise<boolean> {
    if (await follow()) waiting.stir();
    if (await goingBack.process()) return true;
    if (performance.now() - toldAt > TELL_EVERY) {
      toldAt = performance.now();
      await state.tellTurns();
    }
    // New tickets first, then those that may move.
    return (await incoming.process(look)) || (await waiting.process());
  }

  /** Brings memory up to what others changed; true when somebody may have become eligible by it. */
  async function follow(): Promise<boolean> {
    const changes = feed.take();
    if (changes.people) await state.loadPeople();
    else if (changes.users.size > 0) await state.refreshUsers([...changes.users]);
    if (changes.channels) await state.loadChannels();
    if (changes.loads.size > 0) await followLoads(db, state, [...changes.loads]);
    await waiting.refresh([...changes.tickets]);
    return changes.people || changes.channels || changes.users.size > 0 || changes.loads.size > 0;
  }

  return {
    turn,
    restFor: () => waiting.restFor(),
    isOver: () => feed.isBroken(),
    end: () => feed.close(),
  };
}

async function followLoads(db: Connection, state: LiveState, users: string[]): Promise<void> {
  for (const record of await loadModel(db)
    .find({ _id: { $in: users } })
    .lean())
    await state.followLoad(record);
}
