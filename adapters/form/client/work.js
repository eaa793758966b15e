/**
 * Finds the number that the form's proof of work asks for and puts it into the form; the server's side is work.ts.
 * It costs a visitor a moment and whoever sends by the thousand a lot. The page stays alive meanwhile.
 */
export async function solveWork(form) {
  const bits = Number(form.dataset.work ?? 0);
  if (bits === 0) return;
  const seed = [...sha256(challenge(form))].map((word) => word.toString(16).padStart(8, '0')).join('');
  let number = 0;
  while (Math.clz32(sha256(`${seed}:${number}`)[0]) < bits) {
    number += 1;
    if (number % 4096 === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  form.elements.namedItem('_work').value = String(number);
}

/** What was entered is part of it, so that no solution serves for another message. */
function challenge(form) {
  const lines = [...new FormData(form)]
    .filter(([name, value]) => typeof value === 'string' && !name.startsWith('_'))
    .map(([name, value]) => `${name}=${value.replace(/\r\n?/g, '\n')}`);
  return [form.elements.namedItem('_started').value, ...lines.sort()].join('\n');
}

const PRIMES = firstPrimes(64);
/** FIPS 180-4: the first 32 bits of the fractional parts of the primes' cube and square roots. */
const ROUND_CONSTANTS = PRIMES.map((prime) => fraction(prime ** (1 / 3)));
const START = PRIMES.slice(0, 8).map((prime) => fraction(prime ** 0.5));

/** SHA-256 as eight words. The browser's own needs a secure page and a promise for every number tried. */
function sha256(text) {
  const words = padded(new TextEncoder().encode(text));
  const state = Uint32Array.from(START);
  for (let at = 0; at < words.length; at += 16) mix(state, words.subarray(at, at + 16));
  return state;
}

function padded(bytes) {
  const length = Math.ceil((bytes.length + 9) / 64) * 64;
  const view = new DataView(new ArrayBuffer(length));
  for (const [at, byte] of bytes.entries()) view.setUint8(at, byte);
  view.setUint8(bytes.length, 0x80);
  view.setUint32(length - 4, bytes.length * 8);
  return Uint32Array.from({ length: length / 4 }, (_, at) => view.getUint32(at * 4));
}

function mix(state, block) {
  const schedule = expand(block);
  let [a, b, c, d, e, f, g, h] = state;
  for (let round = 0; round < 64; round += 1) {
    const high = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const first = (h + high + ((e & f) ^ (~e & g)) + ROUND_CONSTANTS[round] + schedule[round]) | 0;
    const low = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const second = (low + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  for (const [at, word] of [a, b, c, d, e, f, g, h].entries()) state[at] += word;
}

function expand(block) {
  const schedule = new Int32Array(64);
  schedule.set(block);
  for (let at = 16; at < 64; at += 1) {
    const early = schedule[at - 15];
    const late = schedule[at - 2];
    const small = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
    const large = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    schedule[at] = schedule[at - 16] + small + schedule[at - 7] + large;
  }
  return schedule;
}

function turn(word, by) {
  return (word >>> by) | (word << (32 - by));
}

function fraction(root) {
  return ((root - Math.floor(root)) * 2 ** 32) | 0;
}

function firstPrimes(count) {
  const primes = [];
  for (let number = 2; primes.length < count; number += 1) {
    if (primes.every((prime) => number % prime !== 0)) primes.push(number);
  }
  return primes;
}
