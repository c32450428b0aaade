import type { Judge } from '../kernel/contracts/judge.ts';
import type { Proposer } from '../kernel/contracts/proposer.ts';

/** What is done about a candidate just now; `judged` waits for its turn to be decided about. */
export type Doing = 'proposing' | 'judging' | 'judged';

/** Told of every proposal and judgement as it begins and ends: nothing of it is in the ledger, or decides anything. */
export type WorkListener = (number: number, doing: Doing) => void;

export function watchProposer(proposer: Proposer, listen: WorkListener): Proposer {
  return {
    ...proposer,
    propose: (request) => {
      listen(request.number, 'proposing');
      return proposer.propose(request);
    },
  };
}

export function watchJudge(judge: Judge, listen: WorkListener): Judge {
  return {
    ...judge,
    judge: async (request) => {
      listen(request.candidate.number, 'judging');
      try {
        return await judge.judge(request);
      } finally {
        listen(request.candidate.number, 'judged');
      }
    },
  };
}
