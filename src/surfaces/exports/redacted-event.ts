import type { Candidate, Provenance } from '../../kernel/candidate.ts';
import type { RunEvent } from '../../kernel/event.ts';
import { redactSecrets } from '../../kernel/redact-secrets.ts';
import type { Verdict } from '../../kernel/verdict.ts';

/**
 * An event whose words, those of candidates, proposers and checks, are without secrets; figures, names that other events
 * refer to and identities stay. To be applied before texts are cut: half a secret has its shape no longer.
 *
 * @param secrets taken out whatever shape they have
 */
export function redactedEvent(event: RunEvent, secrets: readonly string[]): RunEvent {
  const clean = (text: string): string => redactSecrets(text, secrets).text;
  const provenance = (of: Provenance): Provenance => ({
    ...of,
    proposer: clean(of.proposer),
    operator: clean(of.operator),
    summary: clean(of.summary),
    ...(of.model === undefined ? {} : { model: { ...of.model, name: clean(of.model.name) } }),
  });
  const candidate = (of: Candidate): Candidate => ({ ...of, provenance: provenance(of.provenance) });
  const reasoned = <Of extends { readonly reason: string | null }>(of: Of): Of =>
    of.reason === null ? of : { ...of, reason: clean(of.reason) };
  const verdict = (of: Verdict): Verdict => ({ ...reasoned(of), checks: of.checks.map(reasoned) });

  switch (event.type) {
    case 'run-started':
      return { ...event, baseline: candidate(event.baseline) };
    case 'baseline-judged':
      return { ...event, screened: verdict(event.screened), fresh: verdict(event.fresh) };
    case 'candidate-proposed':
    case 'candidate-reopened':
      return { ...event, candidate: candidate(event.candidate) };
    case 'proposal-refused':
      return {
        ...event,
        detail: clean(event.detail),
        provenance: event.provenance === null ? null : provenance(event.provenance),
      };
    case 'candidate-judged':
      return { ...event, verdict: verdict(event.verdict) };
    case 'approval-requested':
    case 'candidate-decided':
      return { ...event, decision: reasoned(event.decision) };
    default:
      return event;
  }
}
