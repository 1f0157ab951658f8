import { lookup as systemLookup } from 'node:dns';
import type { LookupAddress, LookupOptions } from 'node:dns';
import ipaddr from 'ipaddr.js';
import { SignInFault } from './sign-in-fault.js';

/** Where an address leads: `nowhere` are those that no service on the network has. */
export type Place = 'public' | 'loopback' | 'private' | 'link-local' | 'nowhere';
export type Resolve = (host: string) => Promise<readonly string[]>;

export interface AddressGuard {
  /** Throws SignInFault unless the address may be fetched or opened. `what` names it. A name is looked up again, and checked, when connected to. */
  check(url: URL, what: string): void;
  /** also lets the origin of the server itself pass without TLS: the person configured it so */
  checkOfServer(url: URL, what: string): void;
  /** for connections: gives only addresses that are allowed, so a name cannot lead elsewhere between check and use */
  lookup(
    host: string,
    options: LookupOptions,
    done: (error: Error | null, address: string | LookupAddress[], family?: number) => void,
  ): void;
}

/**
 * Keeps discovery from reaching into the person's machine and network (MCP 2025-11-25, security best practices: SSRF): https, or http on loopback;
 * public addresses, or the kind of place where the server itself is. Link-local only where the server's address is written as such.
 */
export async function createAddressGuard(server: URL, resolve: Resolve = resolveBySystem): Promise<AddressGuard> {
  const written = bare(server.hostname);
  const literal = ipaddr.isValid(written);
  const places = new Set<Place>(['public']);
  for (const address of literal ? [written] : await found(written)) places.add(placeOf(address));
  places.delete('nowhere');
  if (!literal) places.delete('link-local');

  async function found(host: string): Promise<readonly string[]> {
    try {
      return await resolve(host);
    } catch {
      throw new SignInFault(`the name ${host} cannot be looked up`, 'check the network, then sign in again');
    }
  }
  const refuse = (host: string, place: Place): SignInFault =>
    new SignInFault(
      `${host} is ${inWords[place]}, where this server's sign-in may not lead`,
      'do not sign in; ask whoever runs the server',
    );

  const checked = (url: URL, what: string, mayBePlain: boolean): void => {
    const host = bare(url.hostname);
    if (url.protocol !== 'https:' && url.protocol !== 'http:')
      throw new SignInFault(`${what} is no web address (${inOne(url.protocol)})`, 'do not sign in; ask whoever runs the server');
    if (url.username !== '' || url.password !== '') throw new SignInFault(`${what} has a user name or password in it`);
    const here = ipaddr.isValid(host) ? placeOf(host) : /(?:^|\.)localhost\.?$/i.test(host) ? 'loopback' : undefined;
    if (here !== undefined && !places.has(here)) throw refuse(host, here);
    if (url.protocol === 'http:' && here !== 'loopback' && !mayBePlain)
      throw new SignInFault(`${what} (${inOne(url.origin)}) is not protected by https`);
  };

  return {
    check: (url, what) => checked(url, what, false),
    checkOfServer: (url, what) => checked(url, what, url.origin === server.origin),
    lookup(host, options, done) {
      found(host).then(
        (addresses) => {
          const allowed = addresses.filter((address) => places.has(placeOf(address)));
          const chosen = allowed.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
          const first = chosen[0];
          if (first === undefined) done(refuse(host, placeOf(addresses[0] ?? '')), []);
          else if (options.all === true) done(null, chosen);
          else done(null, first.address, first.family);
        },
        (error: Error) => done(error, []),
      );
    },
  };
}

const inWords: Readonly<Record<Place, string>> = {
  public: 'a public address',
  loopback: 'this machine itself',
  private: 'in a private network',
  'link-local': 'a link-local address',
  nowhere: 'no address of a service',
};

/** What kind of place an IP address (any notation of it) is; addresses that carry an IPv4 address inside are that address. */
export function placeOf(address: string): Place {
  if (!ipaddr.isValid(address)) return 'nowhere';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv6') {
    const { parts } = parsed as ipaddr.IPv6;
    const embedded = parsed.range() === 'rfc6052' ? parts.slice(6) : parsed.range() === '6to4' ? parts.slice(1, 3) : undefined;
    if (embedded !== undefined) return placeOf(embedded.flatMap((part) => [part >> 8, part & 255]).join('.'));
    if (parts.slice(0, 6).every((part) => part === 0) && parsed.range() !== 'loopback') return 'nowhere';
  }
  switch (parsed.range()) {
    case 'unicast':
      return 'public';
    case 'loopback':
      return 'loopback';
    case 'private':
    case 'uniqueLocal':
    case 'carrierGradeNat':
      return 'private';
    case 'linkLocal':
      return 'link-local';
    default:
      return 'nowhere';
  }
}

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');
const inOne = (text: string): string => text.slice(0, 100);

const resolveBySystem: Resolve = (host) =>
  new Promise((done, failed) =>
    systemLookup(host, { all: true }, (error, addresses) =>
      error === null ? done(addresses.map(({ address }) => address)) : failed(error),
    ),
  );
