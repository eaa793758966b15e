import { expect } from 'chai';
import type { Connection } from 'mongoose';
import { prepareDatabase } from '../../src/gateway/prepare-database.ts';
import { Batch } from '../../src/router/batch.ts';
import { commitBatch } from '../../src/router/commit.ts';
import { LiveState } from '../../src/router/live-state.ts';
import { routeBatch } from '../../src/router/route-batch.ts';
import { connectStore, inTransaction } from '../../src/store/connection.ts';
import { createLeases, LeaseLost } from '../../src/store/leases.ts';
import { newTicket } from '../../src/tickets/new-ticket.ts';
import { ticketModel } from '../../src/tickets/ticket-model.ts';
import { freshDatabase } from '../support/mongo.ts';

const clock = { now: () => Date.now() };

describe('the election of the router', () => {
  let db: Connection;
  before(async () => {
    db = await connectStore((await freshDatabase()).uri);
    await prepareDatabase(db);
  });
  after(() => db.close());

  it('gives the lease to one of many who ask at once', async () => {
    const leases = createLeases(db);
    const taken = await Promise.all(Array.from({ length: 20 }, () => leases.acquire('crowd', 5000)));
    expect(taken.filter((lease) => lease !== null)).to.have.length(1);
  });

  it('gives it to the next one when it was given away, with a higher epoch', async () => {
    const leases = createLeases(db);
    const first = await leases.acquire('turn', 60_000);
    expect(await leases.acquire('turn', 60_000)).to.equal(null);
    await first?.release();
    const second = await leases.acquire('turn', 60_000);
    expect(second?.epoch).to.equal((first?.epoch ?? 0) + 1);
    expect(await first?.renew()).to.equal(false);
  });

  it('refuses the late write of a deposed router, whole', async () => {
    const leases = createLeases(db);
    const session = await db.startSession();
    const deposed = await leases.acquire('router', 0, session);
    expect(await leases.acquire('router', 60_000)).not.to.equal(null);
    if (!deposed) throw new Error('The lease was not given.');
    const state = new LiveState({ db, clock, mailDomain: 'desk.example' });
    await state.load();
    const batch = new Batch(new Date());
    batch.insert(
      newTicket({ number: 1, channel: null, contact: null, subject: 'Late', text: '', at: batch.at }),
    );
    const routed = routeBatch(batch, state, { epoch: deposed.epoch, random: () => 0 });
    const late = await commitBatch(batch, routed, { db, state, lease: deposed, session }).catch(
      (e: unknown) => e,
    );
    expect(late).to.be.instanceOf(LeaseLost);
    expect(await ticketModel(db).countDocuments({ subject: 'Late' })).to.equal(0);
    await session.endSession();
  });

  it('passes on at once even when the holder died in the middle of a transaction', async () => {
    const leases = createLeases(db);
    const session = await db.startSession();
    const lease = await leases.acquire('dying', 50, session);
    const hanging = inTransaction(
      db,
      async (inside) => {
        await lease?.fence(inside);
        await new Promise((resolve) => setTimeout(resolve, 300));
        const next = await leases.acquire('dying', 60_000);
        expect(next, 'the next one got it').not.to.equal(null);
        await lease?.fence(inside);
      },
      session,
    );
    const outcome = await hanging.then(
      () => 'written',
      () => 'refused',
    );
    expect(outcome).to.equal('refused');
    await session.endSession();
  });
});
