import { expect } from 'chai';
import { eventually } from '../support/gateway.ts';
import type { Desk } from './desk.ts';

/** What can be asked whether everything is as it should be. */
export type Floor = Pick<Desk, 'db' | 'admin' | 'form' | 'agents'>;

/** Nothing is left half done, and the next decision sees loads as a fresh count does. */
export async function expectWhole(desk: Floor): Promise<void> {
  await eventually('nothing is left to do', async () => {
    const journal = await desk.db.collection('journal').countDocuments({ state: { $ne: 'done' } });
    const tickets = await desk.db.collection('tickets').countDocuments({ 'routing.state': 'pending' });
    return journal + tickets === 0;
  });
  await expectFreshLoads(desk);
}

/** The next decision sees loads as a fresh count does. */
async function expectFreshLoads(desk: Floor): Promise<void> {
  const open = (owner: string) => desk.db.collection('tickets').countDocuments({ owner, open: true });
  const fresh = await Promise.all(desk.agents.map(open));
  const headers = { accept: 'application/json' };
  const body = { email: 'probe@customer.example', subject: 'Probe', message: 'Who gets this?' };
  const { body: made } = await desk.admin.post(`//forms/${desk.form}/submissions`, body, headers);
  const decisions = await eventually('the probe is decided', async () => {
    const { body: found } = await desk.admin.get(`/tickets/${made.reference}/decisions`);
    return found.items?.[0];
  });
  const seen = desk.agents.map(
    (id) => decisions.candidates.find((c: { user: string }) => c.user === id)?.load,
  );
  expect(seen, 'loads as the router sees them').to.deep.equal(fresh);
}
