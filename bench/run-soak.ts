// npm run bench:soak [-- seconds]: an hour's load within ten minutes, and what it does to the memory of the gateway.
import { freshDatabase, stopTestMongo } from '../test/support/mongo.ts';
import { presentFigures } from './lib/figure.ts';
import { benchSoak } from './soak.ts';

const [seconds = '600'] = process.argv.slice(2);
try {
  const { uri } = await freshDatabase();
  process.stdout.write(`${presentFigures(await benchSoak(uri, Number(seconds)))}\n`);
} finally {
  await stopTestMongo();
}
