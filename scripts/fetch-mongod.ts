// Makes sure that there is a MongoDB to run, so that no first start and no test has to wait for a download.
import { findMongod } from '../src/store/mongod-binary.ts';
import { NoMongodBinary } from '../src/store/mongod-errors.ts';

try {
  await findMongod({
    binary: process.env.MONGOD_BINARY || null,
    progress: (text) => process.stdout.write(`${text}\n`),
  });
} catch (error) {
  if (!(error instanceof NoMongodBinary)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
