// Started as a process of its own by a test that kills it: node run-embedded-mongo.ts <data folder>
import { startEmbeddedMongo } from '../../src/store/embedded-mongo.ts';
import { quietLog } from './quiet-log.ts';

const { uri } = await startEmbeddedMongo({
  dataDir: process.argv[2] ?? '',
  binary: process.env.MONGOD_BINARY || null,
  log: quietLog,
});
process.stdout.write(`${uri}\n`);
setInterval(() => {}, 60_000);
