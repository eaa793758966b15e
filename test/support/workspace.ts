import { type ApiClient, apiClient } from './api-client.ts';
import { eventually, PASSWORD, type TestGateway } from './gateway.ts';

let count = 0;

/** An agent that an admin made; available unless told otherwise. */
export async function makeAgent(
  gateway: TestGateway,
  name: string,
  more: Record<string, unknown> & { away?: boolean } = {},
): Promise<{ id: string; email: string; api: ApiClient }> {
  const { away, ...fields } = more;
  count += 1;
  const email = `${name.toLowerCase()}-${count}@example.com`;
  const made = await gateway.admin.post('/users', { email, name, password: PASSWORD, ...fields });
  if (made.status !== 201) throw new Error(`The agent was not made: ${JSON.stringify(made.body)}`);
  const { id } = made.body;
  await gateway.admin.put(`/users/${id}/availability`, { status: away ? 'away' : 'available' });
  return { id, email, api: apiClient(gateway.url) };
}

/** A form channel with a policy. */
export async function makeForm(gateway: TestGateway, policy: unknown, more: object = {}): Promise<string> {
  const made = await gateway.admin.post('/channels', {
    kind: 'form',
    name: 'Contact form',
    settings: { spam: { minSeconds: 0, perMinute: 100_000 } },
    policy,
    ...more,
  });
  if (made.status !== 201) throw new Error(`The form was not made: ${JSON.stringify(made.body)}`);
  return made.body.id;
}

/** Submits a form as a program does and answers its ticket's number. */
export async function submit(
  gateway: TestGateway,
  form: string,
  values: Record<string, string> = {},
): Promise<string> {
  const body = {
    name: 'Carl',
    email: 'carl@customer.example',
    subject: 'Help',
    message: 'It is broken.',
    ...values,
  };
  const answer = await gateway
    .client()
    .post(`//forms/${form}/submissions`, body, { accept: 'application/json' });
  if (answer.status !== 201) throw new Error(`The form was not taken: ${JSON.stringify(answer.body)}`);
  return answer.body.reference;
}

/** The ticket of that number, once the router has looked at it. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers that the schemas of the gateway hold
export async function routed(gateway: TestGateway, number: string): Promise<any> {
  return eventually(`ticket ${number} is routed`, async () => {
    const { status, body } = await gateway.admin.get(`/tickets/${number}`);
    return status === 200 && body.routing.state !== 'pending' && body;
  });
}
