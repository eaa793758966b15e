import { createHash } from 'node:crypto';
import { OWN_FIELDS, ownField, type RawSubmission } from './parse.ts';

/**
 * Whether a submission carries the number that makes its hash begin with so many zero bits; `client/work.js` finds
 * it. The served time and everything entered are part of the hash, so no solution serves for another message.
 */
export function isWorkDone(raw: RawSubmission, bits: number): boolean {
  const number = ownField(raw, 'work');
  if (!/^\d{1,10}$/.test(number)) return false;
  const seed = createHash('sha256').update(challenge(raw)).digest('hex');
  const digest = createHash('sha256').update(`${seed}:${number}`).digest();
  return Math.clz32(digest.readUInt32BE(0)) >= bits;
}

function challenge(raw: RawSubmission): string {
  const own = new Set<string>(Object.values(OWN_FIELDS));
  const lines = [...raw.values]
    .filter(([name]) => !own.has(name))
    .flatMap(([name, value]) =>
      [value].flat().map((each) => `${name}=${String(each).replace(/\r\n?/g, '\n')}`),
    );
  return [ownField(raw, 'started'), ...lines.sort()].join('\n');
}
