import { isIPv6 } from 'node:net';

/** What counts as one sender: an IPv4 address, or an IPv6 network of 64 bits, which is what one household has. */
export function addressGroup(address: string): string {
  const bare = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(bare)) return bare;
  const [head = '', tail] = bare.split('%')[0]?.split('::') ?? [];
  const left = head.split(':').filter((part) => part !== '');
  const right = (tail ?? '').split(':').filter((part) => part !== '');
  const gap = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  const groups = tail === undefined ? left : [...left, ...gap, ...right];
  return `${groups.slice(0, 4).map(shorten).join(':')}::/64`;
}

function shorten(group: string): string {
  return Number.parseInt(group, 16).toString(16);
}
