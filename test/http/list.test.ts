import { expect } from 'chai';
import fc from 'fast-check';
import { z } from 'zod';
import { BadInput } from '../../src/http/errors.ts';
import { decodeCursor, encodeCursor, listQuery, page } from '../../src/http/list.ts';

describe('a list', () => {
  it('has 50 items a page unless asked for another number', () => {
    expect(listQuery.parse({})).to.deep.equal({ limit: 50 });
    expect(listQuery.parse({ limit: '200' }).limit).to.equal(200);
    expect(listQuery.safeParse({ limit: '201' }).success).to.equal(false);
  });

  it('read page by page gives every item once, in order', () => {
    const Position = z.int();
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: 1, max: 20 }), (length, limit) => {
        const all = Array.from({ length }, (_, index) => index);
        const read: number[] = [];
        let cursor: string | undefined;
        do {
          const after = decodeCursor(cursor, Position) ?? -1;
          const found = all.filter((item) => item > after).slice(0, limit + 1);
          const { items, next } = page(found, limit, (last) => last);
          read.push(...items);
          cursor = next ?? undefined;
        } while (cursor !== undefined);
        expect(read).to.deep.equal(all);
      }),
    );
  });

  it('refuses a cursor that it did not make', () => {
    for (const cursor of ['x', '%%%', encodeCursor({ id: 1 }), 'bnVsbA']) {
      expect(() => decodeCursor(cursor, z.tuple([z.string()]))).to.throw(BadInput);
    }
  });
});
