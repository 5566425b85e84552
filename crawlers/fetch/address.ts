// Which IP addresses are public. Pure; the guard asks it for every address before a socket may be opened to it.
// Must never say yes to an address that could be this machine, its network, or a cloud's metadata service.

import ipaddr from 'ipaddr.js';

/** Well-known prefix of NAT64 (RFC 6052): the IPv4 address is in the last 32 bits. */
const NAT64 = ipaddr.parseCIDR('64:ff9b::/96') as [ipaddr.IPv6, number];
/** 2000::/3 is all that has been handed out for public use (RFC 4291, IANA). */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];
/**
 * True for an address of the public internet. Takes 'a.b.c.d' or an IPv6 text, with or without brackets and zone.
 * IPv4 inside IPv6 (mapped, NAT64) is judged by the inner address; anything that cannot be read is not public.
 */
export function isPublicAddress(address: string): boolean {
  const text = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (!ipaddr.isValid(text)) return false;
  const parsed = ipaddr.parse(text);
  return parsed instanceof ipaddr.IPv4 ? isPublicV4(parsed) : isPublicV6(parsed as ipaddr.IPv6);
}

/** True when the text is an IP address in the forms that a URL's hostname can have. */
export function isIpAddress(host: string): boolean {
  return ipaddr.isValid(host.replace(/^\[|\]$/g, ''));
}

function isPublicV4(address: ipaddr.IPv4): boolean {
  return address.range() === 'unicast';
}

function isPublicV6(address: ipaddr.IPv6): boolean {
  if (address.isIPv4MappedAddress()) return isPublicV4(address.toIPv4Address());
  if (address.match(NAT64)) return isPublicV4(new ipaddr.IPv4(address.toByteArray().slice(12)));
  return address.range() === 'unicast' && address.match(GLOBAL_UNICAST);
}
