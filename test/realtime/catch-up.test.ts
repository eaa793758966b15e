import { expect } from 'chai';
import { PASSWORD, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent, makeForm, submit } from '../support/workspace.ts';
import { type ConsoleClient, enterConsole, openConsole } from './console-client.ts';

describe('a console that comes back', () => {
  let gateway: TestGateway;
  let ana: Awaited<ReturnType<typeof makeAgent>>;
  let form: string;
  const open: ConsoleClient[] = [];
  before(async () => {
    gateway = await startTestGateway();
    ana = await makeAgent(gateway, 'Ana');
    await ana.api.signIn(ana.email, PASSWORD);
    form = await makeForm(gateway, {
      assign: { to: 'specific', users: [ana.id], teams: [] },
      distribution: 'round-robin',
    });
  });
  afterEach(() => {
    for (const client of open.splice(0)) client.close();
  });
  after(() => gateway.stop());

  const enter = async (url: string, options = {}) => {
    const client = await enterConsole(url, ana.api, options);
    open.push(client);
    return client;
  };
  const submitMany = async (count: number) => {
    const numbers: number[] = [];
    for (let i = 0; i < count; i += 1) numbers.push(Number(await submit(gateway, form)));
    return numbers;
  };
  const ticketsTold = (client: ConsoleClient) => client.of('message').map(({ ticket }) => ticket.number);
  const positionsOf = (client: ConsoleClient) => client.told.flatMap(({ payload }) => payload.position ?? []);
  const last = (numbers: number[]) => (payload: { ticket: { number: number } }) =>
    payload.ticket.number === numbers.at(-1);

  it('is told first, in order and once, what it missed since its last position', async () => {
    const first = await enter(gateway.url);
    const [seen = 0] = await submitMany(1);
    await first.hear('message', last([seen]));
    first.close();
    const missed = await submitMany(5);
    const again = await enter(gateway.url, { since: first.position() });
    expect(again.of('ready')).to.have.lengthOf(1);
    expect(again.of('ready')[0].state).to.equal('caught-up');
    const fresh = await submitMany(2);
    await again.hear('message', last(fresh));
    expect(ticketsTold(again)).to.deep.equal([...missed, ...fresh]);
    expect(positionsOf(again)).to.deep.equal(positionsOf(again).toSorted());
  });

  it('loses nothing and hears nothing twice when its connection is cut while messages come in', async () => {
    const client = await enter(gateway.url);
    const numbers: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      numbers.push(...(await submitMany(3)));
      client.socket.io.engine.close();
    }
    await client.hear('message', last(numbers));
    expect(ticketsTold(client)).to.deep.equal(numbers);
  });

  it('hears from another process what happened while none that it knew was there', async () => {
    const one = await gateway.another({ PROCESS: 'web' });
    const client = await enter(one.url ?? '');
    const [seen = 0] = await submitMany(1);
    await client.hear('message', last([seen]));
    client.close();
    await one.stop();
    const missed = await submitMany(3);
    const two = await gateway.another({ PROCESS: 'web' });
    const again = await enter(two.url ?? '', { since: client.position() });
    expect(ticketsTold(again)).to.deep.equal(missed);
    expect(again.of('ready')[0].state).to.equal('caught-up');
    again.close();
    await two.stop();
  });

  it('hears the same in the same order from every process', async () => {
    const other = await gateway.another({ PROCESS: 'web' });
    const clients = [await enter(gateway.url), await enter(other.url ?? '')];
    const numbers = await submitMany(5);
    await Promise.all(clients.map((client) => client.hear('message', last(numbers))));
    const [here, there] = clients.map((c) =>
      c.told.filter(({ name }) => name === 'message' || name === 'ticket'),
    );
    expect(there).to.deep.equal(here);
    for (const client of clients) client.close();
    await other.stop();
  });

  it('is told to read everything anew when its position cannot be found', async () => {
    const client = await enter(gateway.url, { since: '82FFFFFFFF0000000' });
    expect(client.of('ready')[0].state).to.equal('reset');
    const [number = 0] = await submitMany(1);
    await client.hear('message', last([number]));
  });

  it('is not let in with a position that is none', async () => {
    const client = openConsole(gateway.url, ana.api, { since: 'yesterday' });
    open.push(client);
    const error = await new Promise<Error>((resolve) => client.socket.once('connect_error', resolve));
    expect(error.message).to.contain('since');
  });
});
