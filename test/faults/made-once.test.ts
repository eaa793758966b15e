import { expect } from 'chai';
import { eventually } from '../support/gateway.ts';
import { type Desk, openDesk } from './desk.ts';
import { isLong } from './sizes.ts';

/** What is posted, and what must be stored of it once. */
interface Making {
  path: string;
  body(): unknown;
  collection: string;
  stored: object;
}

function aFile(): FormData {
  const form = new FormData();
  form.set('file', new File(['a,b\n1,2\n'], 'struck.csv', { type: 'text/csv' }));
  return form;
}

const post = (path: string, collection: string, body: object, stored: object = body): Making => ({
  ...{ path, collection, stored },
  body: () => body,
});

const FEW: Making[] = [
  { path: '/files', body: aFile, collection: 'files.files', stored: { filename: 'struck.csv' } },
  post('/users', 'users', { name: 'Dora', email: 'dora@example.com' }),
];
const MORE: Making[] = [
  post('/teams', 'teams', { name: 'Struck team' }),
  post('/skills', 'skills', { name: 'Struck skill' }),
  post('/contacts', 'contacts', { name: 'Emil', emails: ['emil@customer.example'] }),
  post('/channels', 'channels', { kind: 'form', name: 'Struck form' }),
  post('/tickets', 'tickets', { subject: 'Struck', text: 'Hello' }, { subject: 'Struck' }),
];

describe('a gateway killed after it made something and before it kept its answer', function () {
  this.timeout(60_000);
  let desk: Desk;
  before(async () => {
    desk = await openDesk();
  });
  after(() => desk[Symbol.asyncDispose]());

  for (const { path, body, collection, stored } of isLong ? [...FEW, ...MORE] : FEW) {
    it(`has made one thing by ${path} when the request comes again with its key`, async () => {
      const key = { 'idempotency-key': `struck ${path}` };
      await desk.striker.arm({ when: 'before', at: 0, name: 'update idempotency', signal: 'SIGKILL' });
      // It gets no answer.
      const dying = desk.admin.post(path, body(), key).catch(() => null);
      await eventually('it is killed', async () =>
        (await desk.striker.seen()).some((line) => line.startsWith('SIGKILL')),
      );
      expect(await dying).to.equal(null);
      await desk.striker.disarm();
      await desk.restart();
      const again = await desk.admin.post(path, body(), key);
      expect(again.status, JSON.stringify(again.body)).to.equal(201);
      expect(await desk.db.collection(collection).countDocuments(stored)).to.equal(1);
    });
  }
});
