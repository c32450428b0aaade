import { InvalidArgumentError } from 'commander';

/** A port as it is given on the command line; 0 for a free one. @throws InvalidArgumentError */
export function portNumber(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= 65_535) return value;
  throw new InvalidArgumentError('a port from 0 to 65535 is needed');
}
