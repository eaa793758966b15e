import { parseConfig } from '../config/index.ts';
import { prepareDatabase } from './gateway/prepare-database.ts';
import { connectStore } from './store/connection.ts';

/** The Procfile's release step: makes collections and indexes and runs migrations before new processes start. */
const { mongodbUri } = parseConfig(process.env);
if (mongodbUri === null) {
  process.stdout.write('The embedded MongoDB is prepared at each start; there is nothing to release.\n');
} else {
  const db = await connectStore(mongodbUri);
  await prepareDatabase(db);
  await db.close();
}
