import { type ApiClient, apiClient } from '../support/api-client.ts';
import { type Dovecot, MAIL_PASSWORD } from '../support/dovecot.ts';
import { eventually, PASSWORD } from '../support/gateway.ts';
import type { SmtpSink } from '../support/smtp.ts';

const ROOT = 'root@example.com';

/** What one process needs to be a whole gateway on a database. */
export function environment(uri: string): Record<string, string> {
  return {
    MONGODB_URI: uri,
    SECRET_KEY: 'a-key-for-tests-that-is-long-enough',
    ADMIN_EMAIL: ROOT,
    ADMIN_PASSWORD: PASSWORD,
  };
}

/** The super admin, signed in at a process. */
export async function signIn(url: string): Promise<ApiClient> {
  const admin = apiClient(url);
  await admin.signIn(ROOT, PASSWORD);
  return admin;
}

/** Makes an available agent and answers its id. */
export async function makeAgent(admin: ApiClient, name: string, more: object = {}): Promise<string> {
  const email = `${name.toLowerCase()}@example.com`;
  const made = await admin.post('/users', { email, name, password: PASSWORD, ...more });
  if (made.status !== 201) throw new Error(`The agent was not made: ${JSON.stringify(made.body)}`);
  await admin.put(`/users/${made.body.id}/availability`, { status: 'available' });
  return made.body.id;
}

/** Makes a channel and answers its id. */
export async function makeChannel(admin: ApiClient, channel: object): Promise<string> {
  const made = await admin.post('/channels', channel);
  if (made.status !== 201) throw new Error(`The channel was not made: ${JSON.stringify(made.body)}`);
  return made.body.id;
}

/** The settings of a form that takes whatever comes. */
export const OPEN_FORM = { spam: { minSeconds: 0, perMinute: 100_000 } };

/** Three agents, a form and an acknowledging mailbox for them, connected. */
export async function setUp(admin: ApiClient, dovecot: Dovecot, smtp: SmtpSink) {
  const agents: string[] = [];
  for (const name of ['Ana', 'Ben', 'Cem']) agents.push(await makeAgent(admin, name));
  const policy = { assign: { to: 'specific', users: agents, teams: [] } };
  const form = await makeChannel(admin, { kind: 'form', name: 'Form', settings: OPEN_FORM, policy });
  const mail = await makeChannel(admin, {
    kind: 'email',
    name: 'Mail',
    settings: {
      address: 'support@shop.example',
      name: 'Support',
      acknowledge: true,
      imap: serverOf(dovecot, 'desk', MAIL_PASSWORD),
      smtp: serverOf(smtp, 'desk', 'secret'),
    },
    policy,
  });
  await eventually('the mailbox is connected', async () => {
    const { body } = await admin.get(`/channels/${mail}`);
    return body.health.state === 'connected';
  });
  return { agents, form, mail };
}

function serverOf({ host, port }: { host: string; port: number }, user: string, password: string) {
  return { host, port, security: 'none', user, password };
}
