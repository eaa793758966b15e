// node scripts/mail-pairs.ts [count]: reads so many mails and their answers from one mailbox at once and tells
// whether any conversation was split.
import { countPairs, fillWithPairs, makeMailbox, untilStored } from '../test/mail-journeys/mailboxes.ts';
import { startDovecot } from '../test/support/dovecot.ts';
import { startTestGateway } from '../test/support/gateway.ts';
import { stopTestMongo } from '../test/support/mongo.ts';

const count = Number(process.argv[2] ?? 1000);
await using dovecot = await startDovecot();
const gateway = await startTestGateway();
try {
  await fillWithPairs(dovecot, 'pairs', count);
  const began = performance.now();
  let channel = '';
  await untilStored(gateway, 2 * count, async () => {
    channel = await makeMailbox(gateway, dovecot, 'pairs');
  });
  const seconds = (performance.now() - began) / 1000;
  const { tickets, whole } = await countPairs(gateway, channel);
  process.stdout.write(
    `${count} pairs: ${tickets} tickets, ${whole} whole, ${(count / seconds).toFixed(0)} pairs/s\n`,
  );
  if (whole !== count) process.exitCode = 1;
} finally {
  await gateway.stop();
  await stopTestMongo();
}
