import type { Hash } from '../../../kernel/candidate.ts';
import type { ProposalOutcome } from '../../../kernel/contracts/strategy.ts';
import { provenanceOf } from '../../outcome-provenance.ts';

/** Instructions, and what came of the proposals they were given for. */
export type PromptRecord = { readonly digest: Hash; readonly tried: number; readonly kept: number };

/** Oldest first; empty where instructions do not evolve. */
export type PromptPopulation = readonly PromptRecord[];

/**
 * Counts an outcome for the instructions it was asked with. Rewritten ones join with their first outcome; of more than
 * `most` the one that promises least leaves.
 */
export function observePrompt(
  population: PromptPopulation,
  outcome: ProposalOutcome,
  most: number,
): PromptPopulation {
  const provenance = provenanceOf(outcome);
  const prompt = provenance?.proposer === 'llm' ? provenance.model?.prompt : undefined;
  if (prompt === undefined) return population;
  const known = population.some(({ digest }) => digest === prompt.digest);
  // Another proposer of the same run may have instructions of its own.
  const joins = !known && prompt.rewrittenFrom.some((parent) => has(population, parent));
  const isKept = outcome.kind === 'decided' && outcome.decision === 'keep';
  const counted = (joins ? [...population, { digest: prompt.digest, tried: 0, kept: 0 }] : population).map(
    (record) =>
      record.digest === prompt.digest
        ? { ...record, tried: record.tried + 1, kept: record.kept + Number(isKept) }
        : record,
  );
  return counted.length <= most ? counted : withoutWorst(counted);
}

function has(population: PromptPopulation, digest: Hash): boolean {
  return population.some((record) => record.digest === digest);
}

function withoutWorst(population: PromptPopulation): PromptPopulation {
  const promises = promisesOf(population);
  const worst = promises.indexOf(Math.min(...promises));
  return population.filter((_, index) => index !== worst);
}

/** Proposals whose weight the share of all has against the record of one. */
const PRIOR_WEIGHT = 4;

/**
 * Share of kept proposals that each may be expected to have: its own, drawn towards that of all together as the mean of a
 * beta distribution with that prior is. New instructions so stand where the average does, not above what has proved itself.
 */
export function promisesOf(population: PromptPopulation): readonly number[] {
  const [tried, kept] = population.reduce(([all, good], own) => [all + own.tried, good + own.kept], [0, 0]);
  const share = (kept + 1) / (tried + 2);
  return population.map((own) => (own.kept + PRIOR_WEIGHT * share) / (own.tried + PRIOR_WEIGHT));
}
