import { expect, test } from 'vitest';
import { allowedHosts, readTarget } from './allowed-hosts.ts';

test.for([
  ['registry.npmjs.org:443', { host: 'registry.npmjs.org', port: 443 }],
  ['REGISTRY.npmjs.ORG.:443', { host: 'registry.npmjs.org', port: 443 }],
  ['[2606:4700::1]:443', { host: '2606:4700::1', port: 443 }],
  ['127.0.0.1:1', { host: '127.0.0.1', port: 1 }],
] as const)('reads %s', ([text, target]) => {
  expect(readTarget(text)).toEqual(target);
});

test.for([
  '',
  'host',
  'host:',
  ':443',
  '.:443',
  'host:0',
  'host:65536',
  'host:443/path',
  'user@host:443',
  'host:443 ',
  'a b:443',
  'höst:443',
  '::1:443',
  `${'a'.repeat(300)}:443`,
  'host\u0000:443',
])('reads no target in %j', (text) => {
  expect(readTarget(text)).toBeNull();
});

test('a host is allowed at the port it is named with and at no other, and nothing below or above it', () => {
  const permissionFor = allowedHosts(['example.org:443', '[2606:4700::1]:443'], ['inside.example:8443']);
  const at = (host: string, port: number) => permissionFor({ host, port });
  expect(at('example.org', 443)).toBe('public');
  expect(at('2606:4700::1', 443)).toBe('public');
  expect(at('inside.example', 8443)).toBe('anywhere');
  expect([at('example.org', 80), at('www.example.org', 443), at('org', 443), at('', 443)]).toEqual(
    Array(4).fill(null),
  );
});
