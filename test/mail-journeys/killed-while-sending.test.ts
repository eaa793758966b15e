import { expect } from 'chai';
import { outboxModel } from '../../src/outbox/outbox-model.ts';
import { connectStore } from '../../src/store/connection.ts';
import { apiClient } from '../support/api-client.ts';
import { eventually, PASSWORD } from '../support/gateway.ts';
import { freshDatabase } from '../support/mongo.ts';
import { type GatewayProcess, startProcess } from '../support/process.ts';
import { startSmtpSink } from '../support/smtp.ts';

const NOBODY = { host: '127.0.0.1', port: 9, security: 'none', user: 'desk', password: 'secret' };

/** Lets the time of whoever was sending run out. */
async function endHolds(uri: string): Promise<void> {
  const db = await connectStore(uri);
  const { modifiedCount } = await outboxModel(db).updateMany(
    { state: 'sending' },
    { $set: { heldUntil: new Date(0) } },
  );
  await db.close();
  expect(modifiedCount).to.equal(1);
}

describe('a gateway that is killed while the mail server has the mail and has not answered', function () {
  this.timeout(60_000);

  const running: GatewayProcess[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((process) => process.kill()));
  });

  /** A gateway process on the database, and its admin. */
  async function startAt(uri: string) {
    const gateway = await startProcess({
      MONGODB_URI: uri,
      SECRET_KEY: 'a-key-for-tests-that-is-long-enough',
      ADMIN_EMAIL: 'root@example.com',
      ADMIN_PASSWORD: PASSWORD,
    });
    running.push(gateway);
    const admin = apiClient(gateway.url);
    await admin.signIn('root@example.com', PASSWORD);
    return { gateway, admin };
  }

  it('shows the message as uncertain, and sends it again only when a person says so', async () => {
    const { uri } = await freshDatabase();
    const taken = Promise.withResolvers<void>();
    let deliveries = 0;
    let answers = false;
    await using smtp = await startSmtpSink({
      refuseMail: () => {
        deliveries += 1;
        taken.resolve();
        return answers ? null : 'hang';
      },
    });
    const first = await startAt(uri);
    const settings = { address: 'support@shop.example', imap: NOBODY, smtp: { ...NOBODY, port: smtp.port } };
    const { body: channel } = await first.admin.post('/channels', { kind: 'email', name: 'Mail', settings });
    const contact = { email: 'ana@customer.example' };
    const asked = { subject: 'My order', text: 'Where is it?', contact, route: channel.id };
    const { body: ticket } = await first.admin.post('/tickets', asked);
    const { body: reply } = await first.admin.post(`/tickets/${ticket.id}/replies`, { text: 'On its way.' });
    await taken.promise;
    await first.gateway.kill();
    answers = true;

    await endHolds(uri);
    const { admin } = await startAt(uri);
    const stateOf = async () => {
      const { body } = await admin.get(`/tickets/${ticket.id}/messages`);
      return body.items.find((message: { id: string }) => message.id === reply.id).delivery;
    };
    const failed = await eventually('its fate is told', async () => {
      const delivery = await stateOf();
      return delivery.state === 'failed' && delivery;
    });
    expect(failed.reason).to.contain('uncertain');
    expect(deliveries).to.equal(1);

    await admin.post(`/tickets/${ticket.id}/messages/${reply.id}/retry`);
    await smtp.nextMessage();
    await eventually('it is sent', async () => (await stateOf()).state === 'sent');
    expect(deliveries).to.equal(2);
  });
});
