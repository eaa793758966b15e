import { expect } from 'chai';
import { ZodError } from 'zod';
import { formAdapter } from '../../../adapters/form/index.ts';
import { compilePattern, PATTERN_VALUE_LIMIT, patternFault } from '../../../adapters/form/pattern.ts';
import { parseFormSettings } from '../../../adapters/form/settings.ts';

function faults(settings: unknown): string[] {
  try {
    parseFormSettings(settings);
    return [];
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    return error.issues.map((issue) => issue.path.join('.'));
  }
}

describe("a form's settings", () => {
  it('are complete without a word from the admin', () => {
    const settings = formAdapter.parseSettings({});
    expect(settings.fields.map(({ name, required }) => [name, required])).to.deep.equal([
      ['name', false],
      ['email', true],
      ['subject', false],
      ['message', true],
    ]);
    expect(settings).to.deep.include({
      spam: { minSeconds: 1, perMinute: 60, proofOfWork: 0 },
      allowedOrigins: ['*'],
    });
  });

  it('speak German where they are told to', () => {
    const settings = parseFormSettings({ language: 'de' });
    expect(settings.fields.map((field) => field.label)).to.deep.equal([
      'Name',
      'E-Mail',
      'Betreff',
      'Nachricht',
    ]);
    expect(settings.successText).to.match(/^Ihre Nachricht/);
  });

  it('stay the same when they are saved as they were read', () => {
    const settings = parseFormSettings({
      allowedOrigins: ['https://Shop.example/path'],
      spam: { minSeconds: 0 },
    });
    expect(settings.allowedOrigins).to.deep.equal(['https://shop.example']);
    expect(parseFormSettings(settings)).to.deep.equal(settings);
  });

  const wrong: [string, object, string][] = [
    ['an unknown setting', { colour: 'red' }, ''],
    ['an unknown type', { fields: [{ name: 'a', type: 'date' }] }, 'fields.0.type'],
    ['two fields of one name', { fields: [{ name: 'a' }, { name: 'a' }] }, 'fields.1.name'],
    ["a name of the form's own", { fields: [{ name: '_started' }] }, 'fields.0.name'],
    ['no field at all', { fields: [] }, 'fields'],
    ['a select without options', { fields: [{ name: 'a', type: 'select' }] }, 'fields.0.options'],
    ['options of a text', { fields: [{ name: 'a', options: ['b'] }] }, 'fields.0.options'],
    [
      'a condition on a later field',
      { fields: [{ name: 'a', showIf: { field: 'b', equals: '' } }, { name: 'b' }] },
      'fields.0.showIf',
    ],
    ['a broken pattern', { fields: [{ name: 'a', pattern: '[' }] }, 'fields.0.pattern'],
    ['a pattern that can run away', { fields: [{ name: 'a', pattern: '(a+)+' }] }, 'fields.0.pattern'],
    ['a redirect to a script', { redirectUrl: 'javascript:alert(1)' }, 'redirectUrl'],
    ['an unknown country', { country: 'XX' }, 'country'],
    ['a file limit above what can be sent', { maxFileBytes: 100_000_000 }, 'maxFileBytes'],
  ];
  for (const [what, settings, path] of wrong) {
    it(`with ${what} are refused at ${path || 'the top'}`, () => {
      expect(faults(settings)).to.deep.equal([path]);
    });
  }
});

describe('a pattern', () => {
  for (const pattern of [
    '\\d{5}',
    '[A-Z]{2,3}-?\\d{1,6}',
    '[^@\\s]+@[^@\\s]+\\.[a-z]{2,}',
    '(?:\\d{3} ?){1,3}',
    'red|green',
  ]) {
    it(`${pattern} is taken`, () => {
      expect(patternFault(pattern)).to.equal(null);
    });
  }

  for (const pattern of [
    '(a+)+',
    '(a|a)*',
    '(a|aa)+$',
    '(?:a?){60}',
    'a?'.repeat(40),
    '.*.*.*.*x',
    '(?=a)b',
    '(a)\\1',
    '(',
  ]) {
    it(`${pattern.slice(0, 20)} is refused`, () => {
      expect(patternFault(pattern)).to.be.a('string');
    });
  }

  it('that is taken answers quickly on its worst value', () => {
    const worst = 'a'.repeat(PATTERN_VALUE_LIMIT);
    const startedAt = performance.now();
    for (const pattern of ['a*a*a*b', '(?:a?){20}b', '[a-z]+a+[a-z]+!']) {
      expect(patternFault(pattern)).to.equal(null);
      expect(compilePattern(pattern).test(worst)).to.equal(false);
    }
    expect(performance.now() - startedAt).to.be.below(10_000);
  });
});
