/** A host to connect to, as a client names it in `CONNECT`. */
export interface Target {
  /** In lower case, without a dot at the end; an IPv6 address without its brackets. */
  readonly host: string;
  readonly port: number;
}

/** How a host may be reached. */
export type Permission = 'public' | 'anywhere';

const TARGET = /^(?:\[([0-9a-fA-F:.]{2,45})\]|([A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})?)):(\d{1,5})$/;

/** Reads `host:port`; null for anything else. */
export function readTarget(text: string): Target | null {
  const [, address, name, digits] = TARGET.exec(text) ?? [];
  const host = (address ?? name)?.toLowerCase().replace(/\.$/, '');
  const port = Number(digits);
  if (host === undefined || host === '' || port < 1 || port > 65_535) return null;
  return { host, port };
}

/** Which targets are allowed, and how: those of the first list at public addresses only, those of the second anywhere. */
export function allowedHosts(
  hosts: readonly string[],
  privateHosts: readonly string[],
): (target: Target) => Permission | null {
  const permissions = new Map<string, Permission>();
  const add = (list: readonly string[], permission: Permission): void => {
    for (const text of list) {
      const target = readTarget(text);
      if (target !== null) permissions.set(keyOf(target), permission);
    }
  };
  add(hosts, 'public');
  add(privateHosts, 'anywhere');
  return (target) => permissions.get(keyOf(target)) ?? null;
}

function keyOf({ host, port }: Target): string {
  return `${host} ${port}`;
}
