/** Something a story says of itself, checked against its own ledgers. */
export interface Claim {
  readonly claim: string;
  readonly holds: boolean;
}
