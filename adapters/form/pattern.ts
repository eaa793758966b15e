/** The longest value that a field with a pattern may have; `countPaths` reckons with it. */
export const PATTERN_VALUE_LIMIT = 200;

/** More paths than this could keep a backtracking engine busy for longer than a request may take. */
const MOST_PATHS = 20_000_000;
const LONGEST_PATTERN = 200;

/**
 * Says why a field's pattern is refused, or null when it may be used: it must be a valid regular expression
 * that cannot run away on any value of at most PATTERN_VALUE_LIMIT characters.
 */
export function patternFault(pattern: string): string | null {
  if (pattern.length > LONGEST_PATTERN) return `must have at most ${LONGEST_PATTERN} characters`;
  try {
    compilePattern(pattern);
  } catch {
    return 'is not a valid regular expression';
  }
  const paths = countPaths(pattern);
  if (paths === null) return 'must do without look-around and back-references';
  return paths > MOST_PATHS ? 'has too many nested or repeated quantifiers; it could take for ever' : null;
}

/** The whole-value regular expression of a pattern, as HTML's `pattern` attribute means it. */
export function compilePattern(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, 'v');
}

interface Cursor {
  readonly source: string;
  at: number;
}

/**
 * An upper bound of the ways in which a backtracking engine can walk through the pattern on the longest value;
 * null for constructs that it does not reckon with.
 */
function countPaths(pattern: string): number | null {
  if (/\(\?(?!:)|\\[1-9]|\\k/.test(pattern)) return null;
  return alternatives({ source: pattern, at: 0 });
}

function alternatives(cursor: Cursor): number {
  let total = 0;
  let sequence = 1;
  while (cursor.at < cursor.source.length && cursor.source[cursor.at] !== ')') {
    if (cursor.source[cursor.at] === '|') {
      total += sequence;
      sequence = 1;
      cursor.at += 1;
    } else {
      const atom = atomPaths(cursor);
      sequence *= repeated(atom, quantifier(cursor));
    }
  }
  return total + sequence;
}

function atomPaths(cursor: Cursor): number {
  const rest = cursor.source.slice(cursor.at);
  if (rest.startsWith('(')) {
    cursor.at += rest.startsWith('(?:') ? 3 : 1;
    const inner = alternatives(cursor);
    cursor.at += 1;
    return inner;
  }
  cursor.at += rest.startsWith('[') ? classLength(rest) : rest.startsWith('\\') ? 2 : 1;
  return 1;
}

/** Length of a character class, which the `v` flag allows to nest. */
function classLength(rest: string): number {
  let depth = 0;
  for (let at = 0; at < rest.length; at += 1) {
    if (rest[at] === '\\') at += 1;
    else if (rest[at] === '[') depth += 1;
    else if (rest[at] === ']') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return rest.length;
}

function quantifier(cursor: Cursor): { min: number; max: number } | null {
  const found = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(cursor.source.slice(cursor.at));
  if (!found) return null;
  cursor.at += found[0].length;
  if (found[1]) return { min: found[1] === '+' ? 1 : 0, max: found[1] === '?' ? 1 : PATTERN_VALUE_LIMIT };
  const min = Number(found[2]);
  const upper = found[4] ? Number(found[4]) : PATTERN_VALUE_LIMIT;
  return { min, max: found[3] ? Math.min(upper, PATTERN_VALUE_LIMIT) : min };
}

function repeated(atom: number, times: { min: number; max: number } | null): number {
  if (!times) return atom;
  return Math.max(1, times.max - times.min + 1) * atom ** times.max;
}
