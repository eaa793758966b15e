import { expect } from 'chai';
import express from 'express';
import type { Connection } from 'mongoose';
import request from 'supertest';
import { createMetrics, type Metrics } from '../../src/http/metrics.ts';
import { readStoredFigures, type StoredFigures } from '../../src/http/stored-figures.ts';
import { outboxModel } from '../../src/outbox/outbox-model.ts';
import { connectStore } from '../../src/store/connection.ts';
import { createLeases } from '../../src/store/leases.ts';
import { ticketModel } from '../../src/tickets/ticket-model.ts';
import { freshDatabase } from '../support/mongo.ts';

const figures: StoredFigures = {
  outbox: { queued: 3, sending: 1, failed: 2 },
  channels: [{ kind: 'email', state: 'down', count: 1 }],
  waiting: { calling: 0, messaging: 4, email: 5 },
  router: { led: true, epoch: 7 },
};

describe('the metrics', () => {
  const serve = (metrics: Metrics) => {
    const app = express();
    app.use(metrics.observeRequests);
    app.get('/metrics', metrics.serve);
    app.get('/tickets/:id', (_req, res) => void res.status(404).end());
    return app;
  };
  const scrape = async (app: express.Express) => (await request(app).get('/metrics').expect(200)).text;

  it('show what happened in the process, by kind and by outcome', async () => {
    const metrics = createMetrics({ readFigures: async () => figures });
    metrics.accepted('form');
    metrics.accepted('form');
    metrics.routed({ decided: 6, assigned: 3, waiting: 2, milliseconds: 20 });
    const text = await scrape(serve(metrics));
    expect(text).to.include('deskroute_inbound_accepted_total{kind="form"} 2');
    expect(text).to.include('deskroute_decisions_total{outcome="assigned"} 3');
    expect(text).to.include('deskroute_decisions_total{outcome="waiting"} 2');
    expect(text).to.include('deskroute_decisions_total{outcome="settled"} 1');
    expect(text).to.include('deskroute_decision_batch_seconds_sum 0.02');
    expect(text).to.include('process_cpu_seconds_total');
  });

  it('name a request by the pattern of its route, never by its path', async () => {
    const app = serve(createMetrics({ readFigures: async () => figures }));
    await request(app).get('/tickets/secret-id').expect(404);
    await request(app).get('/nowhere/secret-id').expect(404);
    const text = await scrape(app);
    expect(text).to.include(
      'deskroute_http_request_seconds_count{method="GET",route="/tickets/:id",status="404"} 1',
    );
    expect(text).to.include('deskroute_http_request_seconds_count{method="GET",route="none",status="404"} 1');
    expect(text).not.to.include('secret-id');
  });

  it('show what the database knows, and drop a figure that is gone', async () => {
    let known = figures;
    const app = serve(createMetrics({ readFigures: async () => known }));
    const before = await scrape(app);
    expect(before).to.include('deskroute_outbox_items{state="failed"} 2');
    expect(before).to.include('deskroute_channels{kind="email",state="down"} 1');
    expect(before).to.include('deskroute_tickets_waiting{type="email"} 5');
    expect(before.split('\n')).to.include.members(['deskroute_router_led 1', 'deskroute_router_epoch 7']);
    known = { ...figures, channels: [] };
    expect(await scrape(app)).not.to.include('kind="email"');
  });

  it('are still there when the database is not, and say so', async () => {
    const app = serve(createMetrics({ readFigures: () => Promise.reject(new Error('no primary')) }));
    const text = await scrape(app);
    expect(text).to.include('deskroute_database_up 0');
    expect(text).not.to.include('deskroute_outbox_items{');
  });

  describe('read from the database', () => {
    let db: Connection;
    let drop: () => Promise<void>;
    before(async () => {
      const database = await freshDatabase();
      drop = database.drop;
      db = await connectStore(database.uri);
      await Promise.all([outboxModel(db).createIndexes(), ticketModel(db).createIndexes()]);
    });
    after(async () => {
      await db.close();
      await drop();
    });

    it('are all zero in an empty one', async () => {
      expect(await readStoredFigures(db, Date.now())).to.deep.equal({
        outbox: { queued: 0, sending: 0, failed: 0 },
        channels: [],
        waiting: { calling: 0, messaging: 0, email: 0 },
        router: { led: false, epoch: 0 },
      });
    });

    it('count what waits, what is to be sent, what failed within the hour, and who leads', async () => {
      const now = Date.now();
      const lease = await createLeases(db).acquire('router', 60_000);
      await outboxModel(db).collection.insertMany([
        { state: 'queued', dueAt: new Date(now) },
        { state: 'failed', doneAt: new Date(now - 60_000) },
        { state: 'failed', doneAt: new Date(now - 7_200_000) },
      ] as never[]);
      await ticketModel(db).collection.insertOne({
        type: 'email',
        number: 1,
        routing: { state: 'waiting' },
      } as never);
      const read = await readStoredFigures(db, now);
      expect(read.outbox).to.deep.equal({ queued: 1, sending: 0, failed: 1 });
      expect(read.waiting).to.deep.equal({ calling: 0, messaging: 0, email: 1 });
      expect(read.router).to.deep.equal({ led: true, epoch: 1 });
      await lease?.release();
      expect((await readStoredFigures(db, now)).router).to.deep.equal({ led: false, epoch: 1 });
    });
  });
});
