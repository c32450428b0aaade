import type { EmbeddingUse, ModelWork, PromptUse, Provenance } from '../../../kernel/candidate.ts';
import type { ProposalOutcome } from '../../../kernel/contracts/strategy.ts';
import type { DecisionKind } from '../../../kernel/decision.ts';

/** The provenance of a proposal by a model, with these uses. */
function provenanceWith(
  uses: { readonly prompt?: PromptUse; readonly embedding?: EmbeddingUse },
  proposer: string,
): Provenance {
  const model: ModelWork = {
    name: 'anthropic/one',
    turns: 1,
    promptDigest: '',
    answerDigest: null,
    inputTokens: null,
    outputTokens: null,
    money: null,
    taint: [],
    ...uses,
  };
  return { proposer, operator: '', summary: '', model };
}

export function decidedWith(
  number: number,
  decision: DecisionKind,
  uses: { readonly prompt?: PromptUse; readonly embedding?: EmbeddingUse },
  proposer = 'llm',
): ProposalOutcome {
  const candidate = { number, tree: '', parents: [0], size: 1, provenance: provenanceWith(uses, proposer) };
  return { kind: 'decided', number, decision, scored: { candidate, score: 1, metrics: {} }, reason: null };
}

export function refusedWith(number: number, uses: { readonly prompt?: PromptUse }): ProposalOutcome {
  const provenance = provenanceWith(uses, 'llm');
  return { kind: 'refused', number, provenance, refusal: 'nothing-proposed', detail: '' };
}
