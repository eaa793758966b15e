import { expect } from 'chai';
import { type Connection, mongo } from 'mongoose';
import type { InboundMessage, StoredFile } from '../../adapters/adapter.ts';
import { createChannelHost } from '../../src/channels/channel-host.ts';
import { channelModel } from '../../src/channels/channel-model.ts';
import { fileModel } from '../../src/files/file-model.ts';
import { sweepChunks, sweepFiles } from '../../src/files/file-sweep.ts';
import { createFiles, type Files } from '../../src/files/files.ts';
import { prepareDatabase } from '../../src/gateway/prepare-database.ts';
import { createInbox } from '../../src/inbound/inbox.ts';
import { type JournalRecord, journalModel } from '../../src/inbound/journal-model.ts';
import { messageModel } from '../../src/messages/message-model.ts';
import { storedMessage } from '../../src/messages/stored-message.ts';
import { connectStore } from '../../src/store/connection.ts';
import { newId } from '../../src/store/ids.ts';
import { createSecretBox } from '../../src/store/secret-box.ts';
import { freshDatabase } from '../support/mongo.ts';
import { quietLog } from '../support/quiet-log.ts';

const HOUR = 3600 * 1000;
const ana = { kind: 'user', id: 'ana', name: 'Ana', role: 'agent', scopes: null } as const;

describe('files that nothing refers to', () => {
  let db: Connection;
  let files: Files;
  let drop: () => Promise<void>;
  let at = Date.now();
  const clock = { now: () => at };
  const always = async () => true;
  const sweep = () => sweepFiles({ db, clock }, always);

  beforeEach(async () => {
    const database = await freshDatabase();
    drop = database.drop;
    db = await connectStore(database.uri);
    await prepareDatabase(db);
    at = Date.now();
    files = createFiles({ db, clock, log: quietLog, maxBytes: 1000, channel: 'mail' });
  });
  afterEach(async () => {
    await db.close();
    await drop();
  });

  const save = (name: string): Promise<StoredFile> => files.save(Buffer.from(name), { name });
  const left = async () => (await fileModel(db).find().sort({ filename: 1 }).lean()).map((f) => f.filename);
  const inbound = (name: string, attachments: StoredFile[], raw: StoredFile | null): InboundMessage => ({
    externalId: name,
    copyId: null,
    messageId: null,
    at,
    from: { name: null, email: 'kim@shop.example', phone: null, visitor: null },
    subject: null,
    text: 'Hello',
    html: null,
    cc: [],
    attachments,
    thread: null,
    automatic: null,
    bounce: null,
    fields: {},
    suspicion: null,
    raw,
  });

  async function keepMessage(direction: 'in' | 'out' | 'note', of: object): Promise<void> {
    const author = { kind: 'user', id: null, name: null } as const;
    const record = storedMessage({ ticket: 't', direction, author, text: 'x', at: new Date(at), ...of });
    await messageModel(db).create([record]);
  }

  async function keepEntry(state: JournalRecord['state'], of: Partial<JournalRecord>): Promise<string> {
    const [id, externalId] = [newId(), newId()];
    await journalModel(db).create([{ _id: id, channel: 'mail', externalId, state, at: new Date(at), ...of }]);
    return id;
  }

  it('go a day after they came, and no other does', async () => {
    await keepMessage('in', { attachments: [await save('received')], raw: await save('source') });
    await keepMessage('out', { attachments: [await save('sent')] });
    await keepMessage('note', { attachments: [await save('first'), await save('second')] });
    const waiting = await save('waiting-source');
    const message = inbound('a', [await save('waiting')], waiting);
    await keepEntry('pending', { message, raw: waiting });
    await keepEntry('failed', { message: inbound('b', [await save('failed')], null) });
    await keepEntry('unreadable', { raw: await save('unreadable') });
    await keepEntry('done', { raw: await save('second-copy') });
    const kept = await left();
    await save('orphan');
    await files.save(Buffer.alloc(0), { name: 'empty orphan' });
    at += 12 * HOUR;
    await save('young orphan');
    expect(await sweep()).to.equal(0);
    at += 13 * HOUR;
    expect(await sweep()).to.equal(2);
    expect(await left()).to.have.members([...kept, 'young orphan']);
    const owners = await db.collection('files.chunks').distinct('files_id');
    expect(owners).to.have.length(kept.length + 1);
    at += 12 * HOUR;
    expect(await sweep()).to.equal(1);
    expect(await left()).to.have.members(kept);
  });

  it('go when the entry that held them has expired, also long after', async () => {
    const entry = await keepEntry('discarded', { raw: await save('discarded') });
    for (let day = 0; day < 40; day += 1) {
      at += 25 * HOUR;
      expect(await sweep()).to.equal(0);
    }
    await journalModel(db).deleteOne({ _id: entry });
    at += 25 * HOUR;
    expect(await sweep()).to.equal(1);
    expect(await left()).to.deep.equal([]);
  });

  it('are looked for among those that are due only', async () => {
    await keepMessage('note', { attachments: [await save('used')] });
    at += 25 * HOUR;
    await sweep();
    expect(await fileModel(db).countDocuments({ 'metadata.checkAt': { $exists: true } })).to.equal(0);
    const ids = { $in: ['x'] };
    const plans = [
      fileModel(db).find({ 'metadata.checkAt': { $lte: new Date() } }),
      journalModel(db).find({ 'raw.id': ids }),
      journalModel(db).find({ 'message.attachments.id': ids }),
      messageModel(db).find({ 'attachments.id': ids }),
      messageModel(db).find({ 'raw.id': ids }),
    ];
    for (const query of plans) {
      const plan = JSON.stringify(await query.explain('queryPlanner'));
      expect(plan).to.contain('IXSCAN').and.not.contain('COLLSCAN');
    }
  });

  it('cannot be named in a reply shortly before they go, but those of a message can', async () => {
    const used = await save('used');
    await keepMessage('in', { attachments: [used] });
    const about = { name: 'mine', maxBytes: 1000, uploader: ana.id, made: newId() };
    const mine = await files.upload(await files.open(used.id), about);
    at += 22 * HOUR;
    expect(await files.require([mine.id], ana)).to.have.length(1);
    at += 1.5 * HOUR;
    const refused = await files.require([used.id, mine.id], ana).catch((error) => error);
    expect(refused.errors).to.deep.equal([{ path: 'attachments.1', message: 'There is no such file.' }]);
    expect(await files.require([used.id], ana)).to.have.length(1);
  });

  it('stay when they are discarded while something refers to them', async () => {
    const [used, unused] = [await save('used'), await save('unused')];
    await keepEntry('pending', { message: inbound('a', [used], null) });
    await files.discard([used, unused]);
    await files.discard([unused]);
    expect(await left()).to.deep.equal(['used']);
  });

  it('are gone in pieces too, where an upload was killed a day ago, and no other', async () => {
    const [whole, killed, young] = [await save('whole'), await save('killed'), await save('young')];
    const chunksOf = (file: StoredFile) =>
      db.collection('files.chunks').countDocuments({ files_id: new mongo.ObjectId(file.id) });
    // As a process leaves it that dies before it has described what it stored.
    for (const { id } of [killed, young]) await fileModel(db).deleteOne({ _id: id });
    const began = Math.floor(at / 1000) - 25 * 3600;
    const older = mongo.ObjectId.createFromTime(began);
    await db
      .collection('files.chunks')
      .updateMany({ files_id: new mongo.ObjectId(killed.id) }, { $set: { files_id: older } });
    expect(await sweepChunks({ db, clock }, always)).to.equal(1);
    expect(await chunksOf({ ...killed, id: older.toHexString() })).to.equal(0);
    expect([await chunksOf(whole), await chunksOf(young)]).to.deep.equal([1, 1]);
    at += 25 * HOUR;
    expect(await sweepChunks({ db, clock }, always)).to.equal(1);
    expect([await chunksOf(whole), await chunksOf(young)]).to.deep.equal([1, 0]);
  });

  describe('as the host of a channel has them', () => {
    async function makeHost() {
      const inbox = createInbox({ db, clock, processId: 'p', enter: () => null, onStored() {} });
      const box = createSecretBox('a-key-for-tests-that-is-long-enough');
      const record = new (channelModel(db))({ _id: 'mail', kind: 'email', name: 'Mail' }).toObject();
      return createChannelHost({ db, clock, log: quietLog, inbox, box }, record);
    }

    it('go at once when their message came again, and those of the first stay', async () => {
      const host = await makeHost();
      const first = inbound('same', [await save('first')], await save('first-source'));
      const again = inbound('same', [await save('again')], await save('again-source'));
      expect((await host.accept(first)).repeated).to.equal(false);
      expect((await host.accept(again)).repeated).to.equal(true);
      expect(await left()).to.deep.equal(['first', 'first-source']);
    });

    it('stay when the very same message is offered anew because the answer got lost', async () => {
      const host = await makeHost();
      const message = inbound('same', [await save('one')], await save('source'));
      await host.accept(message);
      expect((await host.accept(message)).repeated).to.equal(true);
      expect(await left()).to.deep.equal(['one', 'source']);
    });
  });
});
