import type { Hash } from './candidate.ts';

/** Who can have made something. A program is one that no model is part of, as a mutation operator. */
export const AUTHOR_KINDS = ['person', 'model', 'program', 'unknown'] as const;

export type AuthorKind = (typeof AUTHOR_KINDS)[number];

/** Who made a candidate, a test, a file of an oracle or a review, and what they had before them. */
export interface Author {
  readonly kind: AuthorKind;
  /** Model family, as `claude`; name of a program or a person. Null when it is not known. */
  readonly family: string | null;
  /** Names, by content, of what the author had in its context: trees and blobs. */
  readonly context: readonly Hash[];
  /** ISO 8601; null for what the ledger dates by its entry, or when it is not known. */
  readonly at: string | null;
}

/** What was measured of a test, apart from any candidate. */
export interface TestEvidence {
  /** A tree that is known to be right passes it. */
  readonly passesTrusted: boolean;
  /** Wrong variants of that tree which it fails. */
  readonly mutantsKilled: number;
}

/** What a test judges: by whom, and the names of its code by content. */
export interface AuthoredCode {
  readonly author: Author | null;
  readonly code: readonly Hash[];
}

export type Independence =
  | { readonly independent: true }
  | { readonly independent: false; readonly reasons: readonly string[] };

/**
 * Does the test speak for itself about this candidate? It does when both authors are known and of different families, the
 * test's author had none of the candidate's code in its context, and the test is shown to be one: it passes on a trusted
 * tree and kills a mutant. Whatever is not known speaks against it.
 */
export function independenceOf(
  test: Author | null,
  candidate: AuthoredCode,
  evidence: TestEvidence | null,
): Independence {
  const reasons = [...authorReasons(test, candidate), ...evidenceReasons(evidence)];
  return reasons.length === 0 ? { independent: true } : { independent: false, reasons };
}

function authorReasons(test: Author | null, { author, code }: AuthoredCode): readonly string[] {
  const testFamily = familyOf(test);
  const candidateFamily = familyOf(author);
  const reasons: string[] = [];
  if (testFamily === null) reasons.push('its author is not known');
  if (candidateFamily === null) reasons.push('the author of the candidate is not known');
  if (testFamily !== null && testFamily === candidateFamily)
    reasons.push(`its author and that of the candidate are of one family, ${testFamily}`);
  if (test?.context.some((hash) => code.includes(hash)) === true)
    reasons.push('its author had code of the candidate in its context');
  return reasons;
}

/** Null for an author of whom too little is known to tell them from another. */
function familyOf(author: Author | null): string | null {
  if (author === null || author.kind === 'unknown' || author.family === null) return null;
  const family = author.family.trim().toLowerCase();
  return family === '' ? null : family;
}

function evidenceReasons(evidence: TestEvidence | null): readonly string[] {
  if (evidence === null) return ['no audit shows that it passes on a trusted tree and kills a mutant'];
  const reasons: string[] = [];
  if (!evidence.passesTrusted) reasons.push('it does not pass on the trusted tree');
  if (!(evidence.mutantsKilled >= 1)) reasons.push('it kills no mutant');
  return reasons;
}
