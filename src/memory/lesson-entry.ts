import type { Hash } from '../kernel/candidate.ts';
import type { DecidedOutcome } from '../kernel/contracts/strategy.ts';
import type { MemoryEntry } from '../kernel/memory.ts';
import { LONGEST_MEMORY } from '../kernel/memory.ts';
import { shorten } from '../kernel/shorten.ts';
import { memoryEntry } from './memory-entry.ts';

/** What a run's decision teaches: the change as its author described it, and what became of it. Nothing held out. */
export function lessonEntry(
  { scored, decision, reason }: DecidedOutcome,
  run: { readonly first: Hash; readonly task: Hash },
  at: string,
): MemoryEntry {
  const { number, tree, provenance } = scored.candidate;
  const text = reason === null ? provenance.summary : `${provenance.summary} (${reason})`;
  const origin = {
    kind: 'run',
    run: run.first,
    task: run.task,
    candidate: number,
    tree,
    decision,
    score: scored.score,
    proposer: provenance.proposer,
    author: provenance.author ?? null,
  } as const;
  return memoryEntry(shorten(text, LONGEST_MEMORY), origin, at);
}
