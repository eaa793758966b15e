import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeAgent } from '../support/workspace.ts';

const MINUTE = 60_000;

/** A gateway a minute after Ana and Ben became available: what most simulations and previews start from. */
export async function startWithTwoAgents(): Promise<{ gateway: TestGateway; ana: string; ben: string }> {
  const gateway = await startTestGateway();
  const ana = (await makeAgent(gateway, 'Ana')).id;
  const ben = (await makeAgent(gateway, 'Ben')).id;
  gateway.clock.moveBy(MINUTE);
  return { gateway, ana, ben };
}

/** What of a policy names whom it gives to. */
export function specific(...users: string[]): {
  assign: { to: 'specific'; users: string[]; teams: string[] };
} {
  return { assign: { to: 'specific', users, teams: [] } };
}
