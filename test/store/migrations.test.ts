import { expect } from 'chai';
import type { Connection } from 'mongoose';
import { connectStore } from '../../src/store/connection.ts';
import { createLeases } from '../../src/store/leases.ts';
import { type Migration, migrate } from '../../src/store/migrations.ts';
import { freshDatabase } from '../support/mongo.ts';

describe('migrations', () => {
  let db: Connection;
  let ran: string[];
  const step = (name: string, up = async () => {}): Migration => ({
    name,
    async up() {
      await up();
      ran.push(name);
    },
  });
  beforeEach(async () => {
    db = await connectStore((await freshDatabase()).uri);
    ran = [];
  });
  afterEach(() => db.close());

  it('run once and in their order, however many processes start at once', async () => {
    const steps = [step('001'), step('002')];
    await Promise.all(Array.from({ length: 5 }, () => migrate(db, steps, createLeases(db))));
    await migrate(db, [...steps, step('003')], createLeases(db));
    expect(ran).to.deep.equal(['001', '002', '003']);
  });

  it('go on from the one that failed', async () => {
    let isBroken = true;
    const fails = step('002', async () => {
      if (isBroken) throw new Error('The disk is full.');
    });
    const steps = [step('001'), fails, step('003')];
    const outcome = await migrate(db, steps, createLeases(db)).catch((error: Error) => error.message);
    expect(outcome).to.equal('The disk is full.');
    isBroken = false;
    await migrate(db, steps, createLeases(db));
    expect(ran).to.deep.equal(['001', '002', '003']);
  });
});
