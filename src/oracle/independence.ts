import type { AuditEvidence } from '../kernel/attestation.ts';
import type { Author, AuthoredCode } from '../kernel/authorship.ts';
import { independenceOf } from '../kernel/authorship.ts';
import type { CheckResult } from '../kernel/verdict.ts';

/** Who wrote an oracle's checks, and what an audit showed of them. */
export interface OracleProvenance {
  /** Of every check that names no author of its own. */
  readonly author: Author | null;
  readonly authors: { readonly [check: string]: Author };
  readonly audit: AuditEvidence;
}

/**
 * The results with the grade `independent` exactly where it is borne out: for a held-out check whose author is named and
 * whose independence of this candidate is shown. Where it was claimed, by a grade or by naming an author, and is not
 * borne out, the result says why.
 */
export function gradeIndependence(
  results: readonly CheckResult[],
  provenance: OracleProvenance,
  candidate: AuthoredCode,
): readonly CheckResult[] {
  return results.map((result) => {
    const author = authorOf(result.check, provenance);
    const claimed = result.grade === 'independent' || (result.grade === 'held-out' && author !== null);
    if (!claimed) return result;
    const reasons = dependence(result, author, provenance.audit, candidate);
    if (reasons.length === 0) return { ...result, grade: 'independent' };
    const grade = result.visibility === 'held-out' ? 'held-out' : 'separate-process';
    return { ...result, grade, dependence: reasons };
  });
}

function authorOf(check: string, { author, authors }: OracleProvenance): Author | null {
  return Object.hasOwn(authors, check) ? authors[check]! : author;
}

function dependence(
  { check, visibility }: CheckResult,
  author: Author | null,
  audit: AuditEvidence,
  candidate: AuthoredCode,
): readonly string[] {
  const measured = audit.kind === 'measured' && Object.hasOwn(audit.checks, check);
  const answer = independenceOf(author, candidate, measured ? audit.checks[check]! : null);
  return [
    ...(visibility === 'visible' ? ['it is visible, so that proposers learn from it'] : []),
    ...(answer.independent ? [] : answer.reasons),
    ...(audit.kind === 'none' && audit.reason !== null ? [audit.reason] : []),
  ];
}
