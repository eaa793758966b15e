import { flushCompileCache } from 'node:module';
import { pino } from 'pino';
import { ConfigError, parseConfig } from '../config/index.ts';
import { startGateway } from './gateway/gateway.ts';
import { startEmbeddedMongo } from './store/embedded-mongo.ts';
import { loadSecretKey } from './store/secret-box.ts';

/** A stop that takes longer than this is cut off: what was accepted is in the database. */
const STOP_WITHIN = 9500;

/** Starts the process that the environment describes, and stops it on SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const config = parseConfig(process.env);
  const log = pino({ level: config.logLevel });
  const mongo =
    config.mongodbUri === null
      ? await startEmbeddedMongo({ dataDir: config.dataDir, binary: config.mongodBinary, log })
      : null;
  const gateway = await startGateway({
    config,
    mongodbUri: config.mongodbUri ?? mongo?.uri ?? '',
    secretKey: await loadSecretKey(config),
    clock: { now: () => Date.now() },
    log,
  }).catch(async (error: unknown) => {
    await mongo?.stop();
    throw error;
  });
  announce(gateway.url && config.publicUrl, gateway.setupLink);
  // Now, for a process that is killed writes nothing at its end.
  flushCompileCache();
  const stop = async () => {
    const hurry = setTimeout(() => process.exit(1), STOP_WITHIN);
    await gateway.stop();
    await mongo?.stop();
    clearTimeout(hurry);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
}

/** What a person at the terminal needs to know; the log beside it is for machines. */
function announce(url: string | null, setupLink: string | null): void {
  if (url === null) return;
  const lines = ['', `  Deskroute is ready at ${url}`];
  if (setupLink !== null)
    lines.push('', '  Make the first admin here (the link works once):', `  ${setupLink}`);
  process.stdout.write(`${lines.join('\n')}\n\n`);
}

main().catch((error: unknown) => {
  const expected = error instanceof ConfigError || (error instanceof Error && 'isForPeople' in error);
  process.stderr.write(
    `${expected && error instanceof Error ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exit(1);
});
