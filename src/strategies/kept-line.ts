import type { ProposalOutcome } from '../kernel/contracts/strategy.ts';
import { recordOf, type CandidateRecord } from './ranking.ts';

/** The incumbents that are remembered, newest first; the baseline is always the last. */
export type KeptLine = readonly [CandidateRecord, ...CandidateRecord[]];

const REMEMBERED = 32;

/** The line after one more outcome: a keep leads it, and a keep that is taken back leaves it. */
export function foldKeptLine(line: KeptLine, outcome: ProposalOutcome): KeptLine {
  if (outcome.kind !== 'decided') return line;
  const baseline = line.at(-1)!;
  const others = line.slice(0, -1).filter(({ number }) => number !== outcome.number);
  const kept = outcome.decision === 'keep' ? [recordOf(outcome.scored.candidate)] : [];
  const [first = baseline, ...rest] = [...kept, ...others].slice(0, REMEMBERED);
  return first === baseline ? [baseline] : [first, ...rest, baseline];
}
