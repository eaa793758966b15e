import { type LookupAddress, lookup } from 'node:dns';
import { Agent } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** An address that only this machine or its network knows: nobody from outside may have us call it. */
class PrivateAddress extends Error {
  override readonly name = 'PrivateAddress';
}

/** What is not of the open internet (IANA's special-purpose address registries). */
const NETWORKS = {
  ipv4: [
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 3],
  ],
  ipv6: [
    ['::', 127],
    ['64:ff9b::', 96],
    ['64:ff9b:1::', 48],
    ['100::', 64],
    ['2001:db8::', 32],
    ['2002::', 16],
    ['fc00::', 7],
    ['fe80::', 10],
    ['ff00::', 8],
  ],
} as const;

const special = new BlockList();
for (const [network, prefix] of NETWORKS.ipv4) special.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of NETWORKS.ipv6) special.addSubnet(network, prefix, 'ipv6');

/** Whether an IP address is one of the open internet. An IPv4 address inside an IPv6 one is judged as itself. */
function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && !special.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** Whether a URL may be called on somebody else's word: https, and no address or name of our own network. */
export function isPublicHttps(url: string): boolean {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== 'https:' || parsed.username !== '' || parsed.password !== '') return false;
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) return isPublicAddress(host);
  return host.includes('.') && !/(^|\.)(localhost|local|internal|home\.arpa)\.?$/i.test(host);
}

/** Connections to the open internet alone, whatever a name leads to at the moment of the call (DNS rebinding). */
export function createPublicAgent(): Agent {
  return new Agent({ lookup: publicLookup, maxSockets: 8 });
}

const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, '');
    const [first, ...others] = addresses.filter(({ address }) => isPublicAddress(address));
    if (!first) return done(new PrivateAddress('This name leads to no public address.'), '');
    answer(first, others, options.all === true, done);
  });
};

function answer(
  first: LookupAddress,
  others: LookupAddress[],
  all: boolean,
  done: Parameters<LookupFunction>[2],
): void {
  if (all) done(null, [first, ...others]);
  else done(null, first.address, first.family);
}
