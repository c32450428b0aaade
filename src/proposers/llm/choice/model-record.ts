import type { ProposalOutcome } from '../../../kernel/contracts/strategy.ts';
import { provenanceOf } from '../../outcome-provenance.ts';

/** What came of the proposals of one model. */
export type ModelRecord = {
  readonly tried: number;
  readonly kept: number;
  /** USD, over the proposals whose cost is known. */
  readonly money: number;
  readonly priced: number;
};

/** By the model's name. */
export type ModelRecords = { readonly [name: string]: ModelRecord };

export const UNTRIED: ModelRecord = { tried: 0, kept: 0, money: 0, priced: 0 };

/** Counts one outcome for the model that made the proposal, whatever became of it. */
export function recordOutcome(records: ModelRecords, outcome: ProposalOutcome): ModelRecords {
  const provenance = provenanceOf(outcome);
  if (provenance?.proposer !== 'llm' || provenance.model === undefined) return records;
  const { name, money } = provenance.model;
  const { tried, kept, money: spent, priced } = records[name] ?? UNTRIED;
  const isKept = outcome.kind === 'decided' && outcome.decision === 'keep';
  return {
    ...records,
    [name]: {
      tried: tried + 1,
      kept: kept + Number(isKept),
      money: spent + (money ?? 0),
      priced: priced + Number(money !== null),
    },
  };
}

/**
 * Cost of a proposal by each model relative to the dearest, from above 0 to 1; all 1 unless every model has a known cost.
 * No model counts as cheaper than a thousandth of the dearest.
 */
export function relativeCosts(records: readonly ModelRecord[]): readonly number[] {
  const means = records.map(({ money, priced }) => (priced === 0 ? 0 : money / priced));
  const dearest = Math.max(...means);
  if (!(dearest > 0) || records.some(({ priced }) => priced === 0)) return means.map(() => 1);
  return means.map((mean) => Math.max(mean / dearest, 1e-3));
}
