import { expect } from 'chai';
import fc from 'fast-check';
import { parseEmail, parsePhone } from '../../../adapters/form/field-value.ts';
import { OWN_FIELDS, parseSubmission, presentMessage } from '../../../adapters/form/parse.ts';
import { parseFormSettings } from '../../../adapters/form/settings.ts';

const EVERY_TYPE = parseFormSettings({
  country: 'DE',
  fields: [
    { name: 'name', label: 'Name', required: true },
    { name: 'mail', label: 'Email', type: 'email' },
    { name: 'tel', label: 'Phone', type: 'phone' },
    {
      name: 'topic',
      label: 'Topic',
      type: 'select',
      options: ['sales', { value: 'repair', label: 'A repair' }],
    },
    {
      name: 'serial',
      label: 'Serial',
      pattern: '[A-Z]{2}\\d{4}',
      required: true,
      showIf: { field: 'topic', equals: 'repair' },
    },
    { name: 'urgent', label: 'Urgent', type: 'checkbox' },
    {
      name: 'why',
      label: 'Why',
      type: 'textarea',
      required: true,
      showIf: { field: 'urgent', equals: true },
    },
    { name: 'page', label: 'Page', type: 'hidden' },
  ],
});

function parse(values: Record<string, unknown>, settings = EVERY_TYPE) {
  return parseSubmission({ values: new Map(Object.entries(values)), files: [], faults: [] }, settings);
}

function valuesOf(values: Record<string, unknown>): Record<string, string> {
  const parsed = parse(values);
  return parsed.ok ? Object.fromEntries(parsed.submission.values) : {};
}

function errorsOf(values: Record<string, unknown>): Record<string, string> {
  const parsed = parse(values);
  return parsed.ok ? {} : Object.fromEntries(parsed.errors.map(({ path, message }) => [path, message]));
}

function messageOf(values: Record<string, unknown>, settings = EVERY_TYPE) {
  const parsed = parse(values, settings);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const context = { channelName: 'Shop', settings, externalId: 'x', at: 1, visitor: null, suspicion: null };
  return presentMessage(parsed.submission, context);
}

describe('parsing a form', () => {
  it('normalises every type of field', () => {
    const values = {
      name: ' Ana \n Costa ',
      mail: 'ANA@MÜLLER.example',
      tel: '030 123456',
      urgent: 'on',
      why: 'a\r\nb',
    };
    expect(valuesOf({ ...values, topic: 'sales', page: '/shop' })).to.deep.equal({
      name: 'Ana Costa',
      mail: 'ana@xn--mller-kva.example',
      tel: '+4930123456',
      topic: 'sales',
      urgent: 'true',
      why: 'a\nb',
      page: '/shop',
    });
  });

  it('names each field that is wrong, once', () => {
    expect(errorsOf({ mail: 'x', tel: '12', topic: 'other', urgent: 'maybe' })).to.have.all.keys(
      'name',
      'mail',
      'tel',
      'topic',
      'urgent',
    );
  });

  it('asks for a field that its condition shows, and not for a hidden one', () => {
    expect(errorsOf({ name: 'Ana', topic: 'repair', urgent: true })).to.have.all.keys('serial', 'why');
    expect(errorsOf({ name: 'Ana', topic: 'sales', urgent: false })).to.deep.equal({});
  });

  it('leaves out what was entered in a field that is not shown', () => {
    expect(valuesOf({ name: 'Ana', topic: 'sales', serial: 'left over' })).to.not.have.property('serial');
  });

  it('holds a pattern against the whole value', () => {
    expect(valuesOf({ name: 'Ana', topic: 'repair', serial: 'AB1234' })).to.include({ serial: 'AB1234' });
    expect(errorsOf({ name: 'Ana', topic: 'repair', serial: 'xAB1234' })).to.have.all.keys('serial');
  });

  it('refuses a required checkbox that is not ticked', () => {
    const settings = parseFormSettings({ fields: [{ name: 'terms', type: 'checkbox', required: true }] });
    expect(parse({}, settings).ok).to.equal(false);
    expect(parse({ terms: true }, settings).ok).to.equal(true);
  });

  it('limits lengths', () => {
    expect(errorsOf({ name: 'x'.repeat(1_001) })).to.have.all.keys('name');
    expect(errorsOf({ name: 'x', urgent: true, why: 'x'.repeat(100_001) })).to.have.all.keys('why');
    expect(errorsOf({ name: 'x'.repeat(1_000), urgent: true, why: 'x'.repeat(100_000) })).to.deep.equal({});
  });

  it('refuses objects, lists and repeated values', () => {
    expect(errorsOf({ name: { a: 1 } })).to.have.all.keys('name');
    expect(errorsOf({ name: ['Ana', 'Ben'] })).to.have.all.keys('name');
    expect(valuesOf({ name: 7, urgent: ['false', 'false'] })).to.include({ name: '7', urgent: 'false' });
  });

  it('recognises the person by the fields of their types, wherever they are named otherwise', () => {
    expect(messageOf({ name: 'Ana', mail: 'Ana@Example.com', tel: '+44 20 7946 0958' }).from).to.deep.equal({
      name: 'Ana',
      email: 'ana@example.com',
      phone: '+442079460958',
      visitor: null,
    });
  });

  it('takes an address from a plain field named email only when it is one', () => {
    const settings = parseFormSettings({ fields: [{ name: 'email' }] });
    expect(messageOf({ email: 'Ana@example.com' }, settings).from.email).to.equal('ana@example.com');
    expect(messageOf({ email: 'none' }, settings).from.email).to.equal(null);
  });

  it('tells the whole form in words where it has no message field', () => {
    const { subject, text } = messageOf({
      name: 'Ana',
      topic: 'repair',
      serial: 'AB1234',
      urgent: true,
      why: 'a\nb',
    });
    expect(subject).to.equal('Shop');
    expect(text).to.equal('Name: Ana\nTopic: A repair\nSerial: AB1234\nUrgent: Yes\nWhy: \na\nb');
  });

  it('never throws, and keeps only declared fields with valid Unicode and no NUL', () => {
    const key = fc.oneof(fc.constantFrom(...EVERY_TYPE.fields.map((field) => field.name)), fc.string());
    fc.assert(
      fc.property(fc.dictionary(key, fc.anything()), (values) => {
        const parsed = parse(values);
        if (!parsed.ok) return parsed.errors.length > 0;
        const declared = new Set(EVERY_TYPE.fields.map((field) => field.name));
        return [...parsed.submission.values].every(
          ([name, value]) => declared.has(name) && value.isWellFormed() && !value.includes('\0'),
        );
      }),
    );
  });

  it('refuses every field that is neither declared nor its own', () => {
    const known = new Set<string>([...EVERY_TYPE.fields.map((f) => f.name), ...Object.values(OWN_FIELDS)]);
    fc.assert(
      fc.property(
        fc.string().filter((name) => !known.has(name)),
        (name) => {
          expect(errorsOf({ name: 'Ana', ...Object.fromEntries([[name, 'x']]) })).to.have.property(name);
        },
      ),
    );
  });
});

describe('an address and a number', () => {
  it('once parsed stay as they are', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const parsed = parseEmail(address);
        return parsed === null || parseEmail(parsed) === parsed;
      }),
    );
    expect(parsePhone(parsePhone('030 123456', 'DE') ?? '', null)).to.equal('+4930123456');
  });

  for (const wrong of [
    '',
    '@',
    'a@',
    '@b',
    'a b@c.example',
    'a@b@c',
    'a@-b.example',
    `${'a'.repeat(250)}@b.example`,
  ]) {
    it(`"${wrong.slice(0, 20)}" is no email address`, () => {
      expect(parseEmail(wrong)).to.equal(null);
    });
  }

  it('without a country code need the form to name the country', () => {
    expect(parsePhone('030 123456', null)).to.equal(null);
  });
});
