import type { Candidate, Hash } from '../kernel/candidate.ts';
import type { JudgeReply } from '../kernel/contracts/judge.ts';
import { admit, draft, takeTurn } from './3-propose.ts';
import type { Attempt } from './4-judge.ts';
import { judgeFirst } from './4-judge.ts';
import { measure } from './measurement.ts';
import type { RunParts } from './run-parts.ts';
import type { SearchState } from './search.ts';

/** A proposal or a measurement under way. */
export interface Underway {
  readonly number: number;
  /** Milliseconds the proposer took, as soon as it is done with it, however that ended; 0 for a measurement. */
  readonly proposed: Promise<number>;
  /** What came of it, its first verdict included. */
  readonly attempt: Promise<Attempt>;
}

/**
 * Proposals under way: suggested and judged side by side, admitted and taken in the order of their numbers. None waits
 * for an earlier one to be judged, so that no judge idles because a model is slow.
 */
export interface Pipeline {
  /** Starts the next proposal from this state of the search. */
  readonly start: (state: SearchState) => void;
  /** Takes the oldest proposal. */
  readonly next: () => Underway;
  /** Call when what `next` gave is in the ledger. */
  readonly settled: (number: number) => void;
}

/** @param first number of the first proposal */
export function createPipeline(parts: RunParts, first: number, signal: AbortSignal): Pipeline {
  const underway: Underway[] = [];
  const inFlight = new Map<Hash, number>();
  let previous: Promise<unknown> = Promise.resolve();
  let number = first - 1;

  /** Null where an equal candidate is known already: this one will be its duplicate. */
  const judgeEarly = (candidate: Candidate): Promise<JudgeReply> | null => {
    const { tree } = candidate;
    if (inFlight.has(tree) || parts.ledger.candidateWithTree(tree) !== null) return null;
    const reply = judgeFirst(parts, candidate, signal);
    // Reported when its turn comes, or never, where it turns out to be a duplicate.
    reply.catch(() => undefined);
    return reply;
  };

  return {
    start: (state) => {
      number += 1;
      const own = number;
      const earlier = previous;
      const turn = takeTurn(parts, own, state);
      if (turn.kind === 'measure') {
        const attempt = measure(parts, own, turn.candidate, signal);
        attempt.catch(() => undefined);
        underway.push({ number, proposed: Promise.resolve(0), attempt });
        return;
      }
      const begun = parts.now();
      const suggestion = turn.propose(signal);
      const judged = suggestion.then((made) => {
        const drafted = draft(parts, made);
        return { drafted, reply: drafted.kind === 'candidate' ? judgeEarly(drafted.candidate) : null };
      });
      const admission = Promise.all([judged, earlier]).then(([{ drafted, reply }]) => {
        const admitted = admit(parts, drafted, inFlight);
        if (admitted.kind === 'refused') return admitted;
        inFlight.set(admitted.candidate.tree, own);
        return { ...admitted, reply: reply ?? judgeFirst(parts, admitted.candidate, signal) };
      });
      previous = admission;
      const attempt = admission.then(async (admitted): Promise<Attempt> => {
        if (admitted.kind === 'refused') return admitted;
        return { kind: 'judged', candidate: admitted.candidate, reply: await admitted.reply };
      });
      // Its failure is reported when its turn comes; until then nobody waits for it.
      attempt.catch(() => undefined);
      const taken = (): number => parts.now() - begun;
      const proposed = suggestion.then(taken, taken);
      underway.push({ number, proposed, attempt });
    },
    next: () => underway.shift()!,
    settled: (own) => {
      for (const [tree, holder] of inFlight) if (holder === own) inFlight.delete(tree);
    },
  };
}
