import { type ConformanceHarness, describeConformance } from '../../../adapters/conformance.ts';
import { createEmailChannel } from '../../../adapters/email/channel.ts';
import { createMemoryHost } from '../../support/channel-host.ts';
import { type Dovecot, startDovecot } from '../../support/dovecot.ts';
import { emailChannel, mail, TEST_TIMING } from '../../support/email.ts';

const MAX_BYTES = 300_000;

let dovecot: Dovecot;
before(async () => {
  dovecot = await startDovecot();
});
after(() => dovecot[Symbol.asyncDispose]());

let count = 0;

async function createHarness(): Promise<ConformanceHarness> {
  count += 1;
  const user = `conform-${count}`;
  const host = createMemoryHost({ maxFileBytes: MAX_BYTES });
  const channel = emailChannel(dovecot, { user });
  let sent = 0;
  const append = async (headers: Record<string, string>, body: string) => {
    await dovecot.append(user, mail(headers, body));
    return 'kept' as const;
  };
  return {
    host,
    upstream: dovecot,
    createAdapter: () => createEmailChannel(channel, host, TEST_TIMING),
    async deliver(text, how) {
      if (!how?.again) sent += 1;
      await append({ 'Message-ID': `<${sent}@${user}.example>` }, text);
    },
    deliverMalformed: () =>
      append({ 'Content-Type': 'multipart/mixed; boundary=b' }, '--b\r\n\r\nx\r\n'.repeat(1500)),
    deliverOversize: () => append({}, `${'x'.repeat(76)}\r\n`.repeat(MAX_BYTES / 50)),
    async [Symbol.asyncDispose]() {
      await dovecot.start();
    },
  };
}

describeConformance('email', createHarness);
