/** A multiset of numbers as a weight-balanced tree; null is the empty one. Trees are never changed, only replaced. */
export type SortedNumbers = Node | null;

interface Node {
  readonly value: number;
  readonly left: SortedNumbers;
  readonly right: SortedNumbers;
  readonly size: number;
}

// Balance as in Hirai and Yamamoto, "Balancing weight-balanced trees" (2011): proven for these two numbers.
const DELTA = 3;
const GAMMA = 2;

/** How many numbers there are. */
export function sizeOf(tree: SortedNumbers): number {
  return tree === null ? 0 : tree.size;
}

/** The tree with one more number. */
export function insert(tree: SortedNumbers, value: number): Node {
  if (tree === null) return node(null, value, null);
  return value < tree.value
    ? balance(insert(tree.left, value), tree.value, tree.right)
    : balance(tree.left, tree.value, insert(tree.right, value));
}

/** The tree with one such number less; unchanged when it holds none. */
export function remove(tree: SortedNumbers, value: number): SortedNumbers {
  if (tree === null) return null;
  if (value < tree.value) return balance(remove(tree.left, value), tree.value, tree.right);
  if (value > tree.value) return balance(tree.left, tree.value, remove(tree.right, value));
  return join(tree.left, tree.right);
}

/** How many numbers are greater than the limit. */
export function countAbove(tree: SortedNumbers, limit: number): number {
  let count = 0;
  let at = tree;
  while (at !== null) {
    if (at.value > limit) {
      count += 1 + sizeOf(at.right);
      at = at.left;
    } else {
      at = at.right;
    }
  }
  return count;
}

/** The least number greater than the limit; null when there is none. */
export function firstAbove(tree: SortedNumbers, limit: number): number | null {
  let found: number | null = null;
  let at = tree;
  while (at !== null) {
    if (at.value > limit) found = at.value;
    at = at.value > limit ? at.left : at.right;
  }
  return found;
}

function join(left: SortedNumbers, right: SortedNumbers): SortedNumbers {
  if (left === null) return right;
  const least = firstAbove(right, Number.NEGATIVE_INFINITY);
  return least === null ? left : balance(left, least, remove(right, least));
}

function balance(left: SortedNumbers, value: number, right: SortedNumbers): Node {
  if (right !== null && isTooHeavy(right, left)) return rotateLeft(left, value, right);
  if (left !== null && isTooHeavy(left, right)) return rotateRight(left, value, right);
  return node(left, value, right);
}

function rotateLeft(left: SortedNumbers, value: number, right: Node): Node {
  const inner = right.left;
  if (inner === null || weightOf(inner) < GAMMA * weightOf(right.right)) {
    return node(node(left, value, inner), right.value, right.right);
  }
  return node(node(left, value, inner.left), inner.value, node(inner.right, right.value, right.right));
}

function rotateRight(left: Node, value: number, right: SortedNumbers): Node {
  const inner = left.right;
  if (inner === null || weightOf(inner) < GAMMA * weightOf(left.left)) {
    return node(left.left, left.value, node(inner, value, right));
  }
  return node(node(left.left, left.value, inner.left), inner.value, node(inner.right, value, right));
}

function isTooHeavy(one: SortedNumbers, other: SortedNumbers): boolean {
  return weightOf(one) > DELTA * weightOf(other);
}

function weightOf(tree: SortedNumbers): number {
  return sizeOf(tree) + 1;
}

function node(left: SortedNumbers, value: number, right: SortedNumbers): Node {
  return { left, value, right, size: sizeOf(left) + 1 + sizeOf(right) };
}
