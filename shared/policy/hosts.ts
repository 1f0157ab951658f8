import ipaddr from 'ipaddr.js';
import type { Tri } from './tri.js';

/** Which host an address leads to, by the WHATWG URL parser. What another parser could read differently is doubt. */
export type HostMatcher = (raw: unknown) => Tri;

/** Compiles hosts (`example.com`, `*.example.com`, an IP address); a string instead names the first that is none. */
export function compileHosts(patterns: readonly string[]): HostMatcher | string {
  const exact = new Set<string>();
  const suffixes: string[] = [];
  for (const pattern of patterns) {
    const wild = pattern.startsWith('*.');
    const host = canonical(wild ? pattern.slice(2) : pattern);
    if (host === undefined || (wild && isAddress(host))) return pattern;
    if (wild) suffixes.push(`.${host}`);
    else exact.add(host);
  }
  return (raw) => {
    const host = typeof raw === 'string' ? hostOf(raw) : undefined;
    if (host === undefined) return 'unknown';
    return exact.has(host) || suffixes.some((suffix) => host.endsWith(suffix)) ? 'yes' : 'no';
  };
}

/** the canonical host of an http or https address; undefined where there is doubt */
function hostOf(raw: string): string | undefined {
  if (raw.length > 8192 || /[\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{Default_Ignorable_Code_Point}\\]/u.test(raw)) return undefined;
  const authority = /^https?:\/\/([^/?#]+)(?:[/?#]|$)/i.exec(raw)?.[1];
  if (authority === undefined || /[@%]/.test(authority)) return undefined;
  const host = authority.replace(/:\d{0,5}$/, '');
  let url: URL;
  try {
    url = new URL(raw);
  } catch {
    return undefined;
  }
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '' || url.password !== '') return undefined;
  const known = canonical(host);
  return known !== undefined && canonical(url.hostname) === known ? known : undefined;
}

/** one spelling per host; undefined for odd notations: octal, hexadecimal, short or mapped addresses, trailing dots, look-alike dots */
function canonical(host: string): string | undefined {
  if (host.startsWith('[') || host.includes(':')) {
    const inner = host.replace(/^\[|\]$/g, '');
    if (!ipaddr.IPv6.isValid(inner) || inner.includes('%') || inner.includes('.')) return undefined;
    const address = ipaddr.IPv6.parse(inner);
    return ['ipv4Mapped', 'rfc6145', 'rfc6052', '6to4', 'teredo'].includes(address.range()) || isCompatible(address)
      ? undefined
      : `[${address.toString()}]`;
  }
  if (!/^[^.]/.test(host) || host.endsWith('.') || host.includes('..') || /[/?#@\\%*\s]/.test(host)) return undefined;
  const plain = host.toLowerCase();
  if (/^[a-z0-9._-]+$/.test(plain)) {
    const last = plain.slice(plain.lastIndexOf('.') + 1);
    if (!/^(?:\d+|0x[0-9a-f]*)$/.test(last)) return plain;
    return /^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/.test(plain) && ipaddr.IPv4.isValidFourPartDecimal(plain) ? plain : undefined;
  }
  // other scripts: compared as the URL parser writes them, unless a look-alike form was folded on the way
  if (plain.normalize('NFKC') !== plain.normalize('NFC') || /[\u3002\uff0e\uff61]/.test(plain)) return undefined;
  try {
    const ascii = new URL(`http://${host}/`).hostname;
    return /^[a-z0-9._-]+$/.test(ascii) ? canonical(ascii) : undefined;
  } catch {
    return undefined;
  }
}

const isAddress = (host: string): boolean => host.startsWith('[') || /^\d+(?:\.\d+){3}$/.test(host);
/** `::a.b.c.d`, long withdrawn, still read as IPv4 by some */
const isCompatible = (address: ipaddr.IPv6): boolean =>
  address.parts.slice(0, 6).every((part) => part === 0) && ((address.parts[6] ?? 0) !== 0 || (address.parts[7] ?? 0) > 1);
