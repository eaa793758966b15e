import { Readable } from 'node:stream';
import type { AdapterResponse } from '../../../adapters/adapter.ts';
import { type ConformanceHarness, describeConformance } from '../../../adapters/conformance.ts';
import { formAdapter } from '../../../adapters/form/index.ts';
import { SUBMIT_ROUTE } from '../../../adapters/form/routes.ts';
import { createMemoryHost } from '../../support/channel-host.ts';

describeConformance('form', createFormHarness);

/** A program that posts to a form, and tries again with the same key when it was not answered with 201. */
async function createFormHarness(): Promise<ConformanceHarness> {
  const host = createMemoryHost();
  const settings = formAdapter.parseSettings({});
  const create = () => formAdapter.create({ id: 'f1', name: 'Form', settings, createdAt: 0 }, host);
  let adapter = create();
  let last = { body: '', key: 0 };
  let isAcknowledged = true;

  async function post(): Promise<void> {
    const answer = await send(adapter, last.body, `k${last.key}`);
    isAcknowledged = answer?.status === 201;
  }

  async function refused(body: string): Promise<'refused'> {
    const answer = await send(adapter, body, 'other');
    if (answer === null || answer.status < 400 || answer.status >= 500) throw new Error('it was not refused');
    return 'refused';
  }

  return {
    host,
    upstream: null,
    createAdapter() {
      adapter = create();
      return adapter;
    },
    deliver(text, { again } = { again: false }) {
      const body = JSON.stringify({ email: 'ana@example.com', message: text });
      if (!again) last = { body, key: last.key + 1 };
      return post();
    },
    deliverMalformed: () => refused('{"email":'),
    deliverOversize: () => refused(JSON.stringify({ message: 'x'.repeat(3_000_000) })),
    async retry() {
      if (!isAcknowledged) await post();
    },
    async [Symbol.asyncDispose]() {
      await adapter.stop();
    },
  };
}

/** null when the adapter failed, which the host answers with 500. */
async function send(
  adapter: ReturnType<typeof formAdapter.create>,
  body: string,
  key: string,
): Promise<AdapterResponse | null> {
  const request = {
    method: 'POST',
    path: '/forms/f1/submissions',
    query: {},
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    cookies: {},
    body: Readable.from([Buffer.from(body)]),
    address: '192.0.2.1',
    publicUrl: 'http://desk.example',
  };
  try {
    return (await adapter.handle?.(SUBMIT_ROUTE, request)) ?? null;
  } catch {
    // What the program sees of it is a 500, after which it tries again.
    return null;
  }
}
