import { isIPv6 } from 'node:net';

/** Bits of an IPv6 address that are one network: what a household has, and what one customer may have. */
export const NETWORK = { household: 64, customer: 48 } as const;

/**
 * The network with which an address is counted. Whoever has one address of IPv6 has all of its /64, and many a customer a
 * /48 for nothing: counted one by one they would have no limit at all.
 */
export function networkOf(ip: string, bits: number = NETWORK.household): string {
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(ip);
  if (mapped) return mapped[1]!;
  if (!isIPv6(ip)) return ip;
  const [head, tail] = ip
    .replace(/%.*/, '')
    .split('::')
    .map((side) => side.split(':').filter(Boolean));
  const zeros = Array<string>(8 - head!.length - (tail?.length ?? 0)).fill('0');
  const groups = [...head!, ...zeros, ...(tail ?? [])].slice(0, bits / 16);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/${bits}`;
}
