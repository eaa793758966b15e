import { expect } from 'chai';
import fc from 'fast-check';
import { diff, MASK } from '../../src/audit/diff.ts';

describe('the diff of the audit log', () => {
  it('names what differs by its dotted path', () => {
    const before = { name: 'A', hours: { zone: 'UTC', days: [1] }, gone: 1 };
    const after = { name: 'B', hours: { zone: 'UTC', days: [1, 2] }, come: 2, empty: null };
    expect(diff(before, after)).to.deep.equal([
      { path: 'name', from: 'A', to: 'B' },
      { path: 'hours.days', from: [1], to: [1, 2] },
      { path: 'gone', from: 1, to: null },
      { path: 'come', from: null, to: 2 },
    ]);
  });

  it('writes instants as the API does', () => {
    const changes = diff({ at: new Date(0) }, { at: new Date(1) });
    expect(changes).to.deep.equal([
      { path: 'at', from: '1970-01-01T00:00:00.000Z', to: '1970-01-01T00:00:00.001Z' },
    ]);
  });

  it('tells that a secret changed, but not what it was', () => {
    const changes = diff({ imap: { user: 'a', code: 'x' } }, { imap: { user: 'a', code: 'y' } }, [
      'imap.code',
    ]);
    expect(changes).to.deep.equal([{ path: 'imap.code', from: MASK, to: MASK }]);
  });

  it('masks secrets inside of what came or went as a whole', () => {
    const after = { settings: { imap: { user: 'a', code: 'x', password: 'y' }, list: [{ authToken: 'z' }] } };
    expect(JSON.stringify(diff({ settings: null }, after, ['settings.imap.code']))).not.to.match(/"[xyz]"/);
  });

  it('finds nothing between equal things', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(diff({ value }, structuredClone({ value }))).to.deep.equal([]);
      }),
    );
  });
});
