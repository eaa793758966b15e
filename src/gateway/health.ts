import type { Express } from 'express';
import type { Connection } from 'mongoose';

/** How long the database may take to answer before we are not ready, in milliseconds. */
const PATIENCE = 2000;

/** Mounts `/healthz` (the process lives) and `/readyz` (it can serve: the database answers). */
export function mountHealth(app: Express, db: Connection): void {
  app.get('/healthz', (_req, res) => {
    res.json({ status: 'ok' });
  });
  app.get('/readyz', async (_req, res) => {
    const ready = await answers(db);
    res.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'database unreachable' });
  });
}

async function answers(db: Connection): Promise<boolean> {
  try {
    const { client } = db.getClient().db(db.name);
    await client.db(db.name).command({ ping: 1, maxTimeMS: PATIENCE }, { timeoutMS: PATIENCE });
    return true;
  } catch {
    // Not reachable in time is the answer.
    return false;
  }
}
