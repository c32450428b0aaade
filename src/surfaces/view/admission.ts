import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { hostname } from 'node:os';
import { isIP } from 'node:net';
import { carriesToken, isSame } from '../../metering/run-token.ts';

/** Why a request is turned away, or what it is let in as. */
export type Admission =
  | { readonly kind: 'admitted' }
  /** It showed the token in its address: it gets the cookie and the address without it. */
  | { readonly kind: 'introduced'; readonly cookie: string; readonly location: string }
  | { readonly kind: 'refused'; readonly status: 401 | 403; readonly what: string };

const TOKEN_PARAMETER = 'token';

/**
 * Lets in who knows the token of this server, and no page of another origin on their behalf. All of it rests on headers
 * that a page cannot choose: Host (against DNS rebinding), Origin and Sec-Fetch-Site.
 *
 * @param host where the server listens; with a wildcard address it can be reached by every address of the machine
 */
export function createDoorkeeper(token: string, host: string): (incoming: IncomingMessage) => Admission {
  const session = randomBytes(32).toString('base64url');
  return (incoming) => {
    const port = incoming.socket.localPort ?? 0;
    const { headers, method = 'GET' } = incoming;
    if (!isServedHost(headers.host ?? '', port, host))
      return { kind: 'refused', status: 403, what: 'This Host is not served here' };
    const foreign = originFault(incoming);
    if (foreign !== null) return { kind: 'refused', status: 403, what: foreign };
    const cookie = cookieName(port);
    if (carriesToken(incoming, token)) return { kind: 'admitted' };
    const shown = cookiesOf(headers.cookie)
      .filter(([name]) => name === cookie)
      .some(([, value]) => isSame(value, session));
    const address = new URL(pathOnly(incoming.url ?? '/'), 'http://here');
    const given = address.searchParams.get(TOKEN_PARAMETER);
    if (method === 'GET' && given !== null && isSame(given, token)) {
      address.searchParams.delete(TOKEN_PARAMETER);
      return {
        kind: 'introduced',
        cookie: `${cookie}=${session}; HttpOnly; SameSite=Strict; Path=/`,
        location: `${pathOnly(address.pathname)}${address.search}`,
      };
    }
    if (shown) return { kind: 'admitted' };
    return {
      kind: 'refused',
      status: 401,
      what: 'Open the address that `fulcrum view` printed: it holds a token',
    };
  };
}

/** Ports do not part cookies: two servers on one machine each have a name of their own. */
function cookieName(port: number): string {
  return `fulcrum_view_${port}`;
}

function cookiesOf(header: string | undefined): readonly (readonly [name: string, value: string])[] {
  return (header ?? '').split(';').map((part) => {
    const at = part.indexOf('=');
    return [part.slice(0, at).trim(), part.slice(at + 1).trim()];
  });
}

/** Two slashes at the beginning would name another host. */
function pathOnly(path: string): string {
  return path.replace(/^\/+/, '/');
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** A name that a foreign server let point here stands in Host; an address can be let point nowhere. */
function isServedHost(given: string, port: number, host: string): boolean {
  const suffix = `:${port}`;
  const name = given.endsWith(suffix) ? given.slice(0, -suffix.length) : port === 80 ? given : null;
  if (name === null) return false;
  const own = host.includes(':') ? `[${host}]` : host;
  if (LOOPBACK.has(name) || name === own) return true;
  if (host !== '0.0.0.0' && host !== '::') return false;
  return isIP(name.replace(/^\[|\]$/g, '')) !== 0 || name === hostname();
}

function originFault({ headers, method = 'GET' }: IncomingMessage): string | null {
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  if (origin !== undefined && origin !== `http://${headers.host}`) return 'This Origin may not ask here';
  if (method === 'GET' || method === 'HEAD') {
    // A page elsewhere may link here, not read or embed what is here.
    const navigates = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
    const isForeign = site === 'cross-site' || site === 'same-site';
    return isForeign && !navigates ? 'Another site may not ask here' : null;
  }
  if (site !== undefined && site !== 'same-origin') return 'Another site may not change anything here';
  const isProgram = headers.authorization !== undefined && site === undefined;
  return origin === undefined && !isProgram ? 'A request that changes something needs an Origin' : null;
}
