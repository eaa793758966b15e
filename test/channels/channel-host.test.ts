import { expect } from 'chai';
import type { Connection } from 'mongoose';
import type { ChannelHost } from '../../adapters/adapter.ts';
import { createChannelHost } from '../../src/channels/channel-host.ts';
import { channelModel } from '../../src/channels/channel-model.ts';
import { createInbox } from '../../src/inbound/inbox.ts';
import { connectStore } from '../../src/store/connection.ts';
import { createSecretBox, SealError } from '../../src/store/secret-box.ts';
import { freshDatabase } from '../support/mongo.ts';
import { quietLog } from '../support/quiet-log.ts';

const clock = { now: () => Date.now() };

describe('what an adapter keeps through its host', () => {
  let db: Connection;
  let drop: () => Promise<void>;
  before(async () => {
    const database = await freshDatabase();
    drop = database.drop;
    db = await connectStore(database.uri);
  });
  after(async () => {
    await db.close();
    await drop();
  });

  function hostOf(id: string, key = 'a-key-for-tests-that-is-long-enough'): ChannelHost {
    const inbox = createInbox({ db, clock, processId: 'p', enter: () => null, onStored() {} });
    const record = new (channelModel(db))({ _id: id, kind: 'email', name: 'Mail' }).toObject();
    return createChannelHost({ db, clock, log: quietLog, inbox, box: createSecretBox(key) }, record);
  }

  it('is its own, state and secrets apart', async () => {
    const [one, other] = [hostOf('one'), hostOf('other')];
    await one.state.set('token', { uid: 1 });
    await one.secrets.set('token', 'hush');
    expect(await one.state.get('token')).to.deep.equal({ uid: 1 });
    expect(await one.secrets.get('token')).to.equal('hush');
    expect(await other.state.get('token')).to.equal(null);
    expect(await other.secrets.get('token')).to.equal(null);
  });

  it('is encrypted where it is secret', async () => {
    const { secrets } = hostOf('sealed');
    await secrets.set('token', 'very-secret');
    await secrets.set('token', 'very-secret-2');
    expect(await secrets.get('token')).to.equal('very-secret-2');
    expect(JSON.stringify(await db.collection('adapterStates').find().toArray())).not.to.contain('very');
    const error = await hostOf('sealed', 'another-key-for-tests-that-is-long')
      .secrets.get('token')
      .catch((reason) => reason);
    expect(error).to.be.instanceOf(SealError);
  });
});
