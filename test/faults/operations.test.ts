import { expect } from 'chai';
import { repeatableRandom } from '../../src/simulations/repeatable-random.ts';
import { doMany, type Gateways, startGateways } from './processes.ts';
import { isLong } from './sizes.ts';
import { expectWhole } from './whole.ts';

const OPERATIONS = isLong ? 10_000 : 300;
const ROUNDS = isLong ? 20 : 3;
/** Refused because somebody else was first, or because the router has not made the ticket yet. */
const FINE = [200, 201, 404, 409];

describe('the loads of agents', function () {
  this.timeout(isLong ? 1_800_000 : 60_000);
  let gateways: Gateways;
  let tickets: string[];
  before(async () => {
    gateways = await startGateways({ processes: 3, agents: 5 });
    tickets = [];
  });
  after(() => gateways[Symbol.asyncDispose]());

  const seed = Number(process.env.FAULTS_SEED ?? Date.now());
  const random = repeatableRandom(seed);
  const anyOf = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];

  async function operate(index: number): Promise<void> {
    const admin = gateways.admins[index % gateways.admins.length] ?? gateways.admin;
    const act =
      tickets.length < 10 ? 'submit' : anyOf(['submit', 'assign', 'nobody', 'close', 'open', 'move']);
    const path = `/tickets/${anyOf(tickets)}`;
    const ask = () => {
      if (act === 'assign') return admin.put(`${path}/owner`, { user: anyOf(gateways.agents) });
      if (act === 'nobody') return admin.put(`${path}/owner`, { user: null });
      if (act === 'close' || act === 'open')
        return admin.patch(path, { status: act === 'close' ? 'closed' : 'open' });
      if (act === 'move') return setAvailability(index);
      return submit(index);
    };
    const { status } = await ask();
    expect(FINE, `${act} answered ${status} (FAULTS_SEED=${seed})`).to.include(status);
  }

  function setAvailability(index: number) {
    const admin = gateways.admins[index % gateways.admins.length] ?? gateways.admin;
    const status = random() < 0.3 ? 'away' : 'available';
    return admin.put(`/users/${anyOf(gateways.agents)}/availability`, { status });
  }

  async function submit(index: number) {
    const admin = gateways.admins[index % gateways.admins.length] ?? gateways.admin;
    const body = { email: `c${index % 40}@customer.example`, subject: `T${index}`, message: 'Help.' };
    const headers = { accept: 'application/json' };
    const answer = await admin.post(`//forms/${gateways.form}/submissions`, body, headers);
    if (answer.status === 201) tickets.push(answer.body.reference);
    return answer;
  }

  it(`equal a fresh count all along ${OPERATIONS} random operations by three processes`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      await doMany(OPERATIONS / ROUNDS, 12, (i) => operate(i));
      for (const id of gateways.agents)
        await gateways.admin.put(`/users/${id}/availability`, { status: 'available' });
      await expectWhole(gateways);
    }
  });

  it('equal it again after the process that routed was killed and another counts anew', async () => {
    const [first] = gateways.processes;
    await first?.kill();
    const [, admin] = gateways.admins;
    if (!admin) throw new Error('There is no second process.');
    await expectWhole({ ...gateways, admin });
  });
});
