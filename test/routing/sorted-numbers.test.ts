import { expect } from 'chai';
import fc from 'fast-check';
import {
  countAbove,
  firstAbove,
  insert,
  remove,
  type SortedNumbers,
  sizeOf,
} from '../../routing/sorted-numbers.ts';

describe('sorted numbers', () => {
  it('behave as a sorted list under any insertions and removals', () => {
    const value = fc.integer({ min: 0, max: 20 });
    const acts = fc.array(fc.record({ adds: fc.boolean(), value }), { maxLength: 200 });
    fc.assert(
      fc.property(acts, value, (each, limit) => {
        let tree: SortedNumbers = null;
        const list: number[] = [];
        for (const act of each) {
          tree = act.adds ? insert(tree, act.value) : remove(tree, act.value);
          if (act.adds) list.push(act.value);
          else if (list.includes(act.value)) list.splice(list.indexOf(act.value), 1);
        }
        expect(isBalanced(tree)).to.equal(true);
        const above = list.filter((number) => number > limit);
        expect(sizeOf(tree)).to.equal(list.length);
        expect(countAbove(tree, limit)).to.equal(above.length);
        expect(firstAbove(tree, limit)).to.equal(above.length > 0 ? Math.min(...above) : null);
      }),
    );
  });

  it('stay balanced when one end of them is worn away', () => {
    for (const direction of [1, -1]) {
      let tree: SortedNumbers = null;
      for (let i = 0; i < 500; i += 1) tree = insert(tree, i * direction);
      for (let i = 0; i < 500; i += 1) {
        tree = remove(tree, i * direction);
        expect(isBalanced(tree)).to.equal(true);
      }
    }
  });

  it('stay shallow whatever the order they come and go in', () => {
    const orders = [
      (i: number) => i,
      (i: number) => -i,
      (i: number) => (i * 7919) % 4096,
      (i: number) => i % 3,
    ];
    for (const numberAt of orders) {
      let tree: SortedNumbers = null;
      for (let i = 0; i < 4096; i += 1) tree = insert(tree, numberAt(i));
      expect(depthOf(tree)).to.be.at.most(30);
      for (let i = 0; i < 3000; i += 1) tree = remove(tree, numberAt(i));
      expect(depthOf(tree)).to.be.at.most(26);
    }
  });
});

function depthOf(tree: SortedNumbers): number {
  return tree === null ? 0 : 1 + Math.max(depthOf(tree.left), depthOf(tree.right));
}

/** No side of any node weighs more than three times the other, a side's weight being its size and one. */
function isBalanced(tree: SortedNumbers): boolean {
  if (tree === null) return true;
  const [light = 0, heavy = 0] = [sizeOf(tree.left) + 1, sizeOf(tree.right) + 1].sort((a, b) => a - b);
  return heavy <= 3 * light && isBalanced(tree.left) && isBalanced(tree.right);
}
