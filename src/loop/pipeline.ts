import type { Hash } from '../kernel/candidate.ts';
import { admit, propose } from './3-propose.ts';
import type { Attempt } from './4-judge.ts';
import { judgeFirst } from './4-judge.ts';
import type { RunParts } from './run-parts.ts';
import type { SearchState } from './search.ts';

/** Proposals under way: suggested and judged side by side, admitted and taken in the order of their numbers. */
export interface Pipeline {
  /** Starts the next proposal from this state of the search. */
  readonly start: (state: SearchState) => void;
  /** The oldest proposal, as soon as its first verdict is in. */
  readonly next: () => Promise<{ readonly number: number; readonly attempt: Attempt }>;
  /** Call when what `next` gave is in the ledger. */
  readonly settled: (number: number) => void;
}

/** @param first number of the first proposal */
export function createPipeline(parts: RunParts, first: number, signal: AbortSignal): Pipeline {
  const underWay: { readonly number: number; readonly attempt: Promise<Attempt> }[] = [];
  const inFlight = new Map<Hash, number>();
  let lastAdmission: Promise<unknown> = Promise.resolve();
  let number = first - 1;

  const admitted = async (
    state: SearchState,
    own: number,
    previous: Promise<unknown>,
  ): Promise<ReturnType<typeof admit>> => {
    const suggestion = await propose(parts, own, state, signal);
    await previous;
    const admission = admit(parts, suggestion, inFlight);
    if (admission.kind === 'candidate') inFlight.set(admission.candidate.tree, own);
    return admission;
  };

  return {
    start: (state) => {
      number += 1;
      const admission = admitted(state, number, lastAdmission);
      lastAdmission = admission;
      const attempt = admission.then((outcome) => judgeFirst(parts, outcome, signal));
      // Its failure is reported when its turn comes; until then nobody waits for it.
      attempt.catch(() => undefined);
      underWay.push({ number, attempt });
    },
    next: async () => {
      const oldest = underWay.shift()!;
      return { number: oldest.number, attempt: await oldest.attempt };
    },
    settled: (own) => {
      for (const [tree, holder] of inFlight) if (holder === own) inFlight.delete(tree);
    },
  };
}
