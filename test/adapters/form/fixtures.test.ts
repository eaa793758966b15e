import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { InboundMessage } from '../../../adapters/adapter.ts';
import { type FormSite, openFormSite } from './form-site.ts';

const FIXTURES = new URL('../../../adapters/form/fixtures/', import.meta.url);
const FIELDS = [
  { name: 'name', label: 'Name' },
  { name: 'email', label: 'Email', type: 'email', required: true },
  { name: 'subject', label: 'Subject' },
  { name: 'message', label: 'Message', type: 'textarea', required: true },
  { name: 'photo', label: 'Photo', type: 'file' },
  { name: 'receipt', label: 'Receipt', type: 'file' },
];

/** What each captured request becomes: subject, text, sender's name and the names of its files. */
const EXPECTED: Record<
  string,
  { status: number; message: [string, string, string | null, string[]] | null }
> = {
  'chromium-multipart.http': {
    status: 200,
    message: ['Lamp & "shade"', 'First line\nsecond = line', 'Ana Müller 🙂', ['größe "1".txt']],
  },
  'chromium-urlencoded.http': {
    status: 200,
    message: ['Lamp & "shade"', 'First line\nsecond = line', 'Ana Müller 🙂', []],
  },
  'program-json.http': { status: 201, message: ['Lamp', 'First line\nsecond', 'Ana Müller', []] },
  'curl-multipart.http': { status: 201, message: ['Contact us', 'Hello', null, ['r.pdf']] },
  'unknown-shape.http': { status: 400, message: null },
};

describe('a captured form post', () => {
  let site: FormSite;
  beforeEach(async () => {
    site = await openFormSite({ fields: FIELDS });
  });
  afterEach(() => site[Symbol.asyncDispose]());

  for (const name of readdirSync(FIXTURES).filter((each) => each.endsWith('.http'))) {
    it(`in ${name} becomes what it says`, async () => {
      const { headers, body } = readCapture(name);
      const answer = await fetch(`${site.url}/submissions`, { method: 'POST', headers, body });
      const message = site.messages[0] ? summary(site.messages[0]) : null;
      expect({ status: answer.status, message }).to.deep.equal(EXPECTED[name]);
    });
  }
});

function summary({ subject, text, from, attachments }: InboundMessage) {
  return [subject, text, from.name, attachments.map((file) => file.name)];
}

function readCapture(name: string): { headers: Record<string, string>; body: Uint8Array<ArrayBuffer> } {
  const bytes = readFileSync(new URL(name, FIXTURES));
  const end = bytes.indexOf('\r\n\r\n');
  const lines = bytes.subarray(0, end).toString().split('\r\n');
  const headers = Object.fromEntries(lines.map((line) => line.split(/: (.*)/)));
  return { headers, body: Uint8Array.from(bytes.subarray(end + 4)) };
}
