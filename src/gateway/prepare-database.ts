import type { Connection } from 'mongoose';
import { adapterStateModel } from '../channels/adapter-state-model.ts';
import { channelModel, policyVersionModel } from '../channels/channel-model.ts';
import { contactModel } from '../contacts/contact-model.ts';
import { roundModel } from '../decisions/round-model.ts';
import { fileModel } from '../files/file-model.ts';
import { journalModel } from '../inbound/journal-model.ts';
import { messageModel } from '../messages/message-model.ts';
import { outboxModel } from '../outbox/outbox-model.ts';
import { socketNewsModel } from '../realtime/socket-server.ts';
import { loadModel, positionModel } from '../router/load-model.ts';
import { turnModel } from '../router/turns.ts';
import { ensureCollections } from '../store/ensure-collections.ts';
import { createLeases } from '../store/leases.ts';
import { migrate } from '../store/migrations.ts';
import { ticketEventModel } from '../tickets/event-model.ts';
import { ticketModel } from '../tickets/ticket-model.ts';
import { createAccountIndexes } from '../users/account-models.ts';
import { inboxModels } from './inbox-routes.ts';
import { migrations } from './migrations.ts';

const models = [
  ticketModel,
  ticketEventModel,
  messageModel,
  contactModel,
  channelModel,
  policyVersionModel,
  adapterStateModel,
  journalModel,
  fileModel,
  outboxModel,
  roundModel,
  loadModel,
  positionModel,
  turnModel,
  ...inboxModels,
  socketNewsModel,
];

/** Makes every collection and index, and runs migrations; what is there already stays. Runs at each start and in the release step. */
export async function prepareDatabase(db: Connection): Promise<void> {
  await Promise.all([createAccountIndexes(db), ensureCollections(db, models)]);
  await migrate(db, migrations, createLeases(db));
}
