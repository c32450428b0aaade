import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * IPv4 blocks that the IANA special-purpose registry (RFC 6890) keeps from the public network, and multicast (RFC 5771):
 * this network, private use, shared by carriers, loopback, link-local, protocol assignments, documentation, 6to4 relays,
 * benchmarks, reserved.
 */
const SPECIAL_IPV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const;

/** All that is assigned to the public network so far is global unicast (RFC 4291). */
const GLOBAL_UNICAST = ['2000::', 3] as const;
/** In it but special: protocol assignments with Teredo, documentation, and 6to4, whose addresses hold an IPv4 one. */
const SPECIAL_IPV6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const special = new BlockList();
for (const [address, bits] of SPECIAL_IPV4) special.addSubnet(address, bits, 'ipv4');
for (const [address, bits] of SPECIAL_IPV6) special.addSubnet(address, bits, 'ipv6');
const unicast = new BlockList();
unicast.addSubnet(...GLOBAL_UNICAST, 'ipv6');

/** True for an address that belongs to nobody's own network; false for what is no address. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special.check(address, 'ipv4');
  // What stands behind a % names one of this machine's interfaces.
  return isIPv6(address) && unicast.check(address, 'ipv6') && !special.check(address, 'ipv6');
}
