import type { Output } from '../../src/surfaces/cli/output.ts';

/** Something a story says of itself, checked against its own ledgers. */
export interface Claim {
  readonly claim: string;
  readonly holds: boolean;
}

/** Prints each claim with whether it holds. Returns true when all do. */
export function printClaims(claims: readonly Claim[], output: Output): boolean {
  output.text('');
  for (const { claim, holds } of claims) {
    output.both(
      { type: 'claim', claim, holds },
      () => `${output.paint(holds ? 'good' : 'bad', holds ? 'holds ' : 'FAILS ')} ${claim}`,
    );
  }
  return claims.every(({ holds }) => holds);
}
