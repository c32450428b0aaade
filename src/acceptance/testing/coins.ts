import type { DecisionHistory } from '../../kernel/contracts/acceptance.ts';
import type { StatisticsSource } from '../../kernel/acceptance-source.ts';
import { standingOf } from '../paired/sequential-test.ts';
import type { PairedRuleName } from '../paired/stages.ts';
import { stagesOf } from '../paired/stages.ts';

/** Says of the next pair whether the candidate won it. */
export type Coin = () => boolean;

/** A candidate on its way through the tests of a rule. */
export interface Tested {
  readonly kept: boolean;
  /** It came to the test that could keep it. */
  readonly confirmed: boolean;
  readonly pairs: number;
}

/** Takes a candidate through the rule's own tests with coins in place of a judge: no verdicts, only who won. */
export function testCandidate(
  rule: PairedRuleName,
  statistics: StatisticsSource,
  history: DecisionHistory,
  coin: Coin,
): Tested {
  let pairs = 0;
  for (const stage of stagesOf(rule, statistics, history, null)) {
    const tally = { wins: 0, losses: 0, ties: 0 };
    const claims = { shown: [[tally]], watched: [] };
    let standing = standingOf(claims, stage, 0);
    while (standing.kind === 'open') {
      for (let pair = 0; pair < standing.pairs; pair += 1) {
        if (coin()) tally.wins += 1;
        else tally.losses += 1;
      }
      standing = standingOf(claims, stage, tally.wins + tally.losses);
    }
    pairs += tally.wins + tally.losses;
    const confirmed = stage.name === 'confirm';
    if (standing.kind !== 'shown' || confirmed) return { kept: standing.kind === 'shown', confirmed, pairs };
  }
  throw new Error('a rule without a stage');
}

/** The history after one more candidate. */
export function historyAfter(history: DecisionHistory, { kept, confirmed }: Tested): DecisionHistory {
  return {
    confirmations: history.confirmations + Number(confirmed),
    confirmed: history.confirmed + Number(confirmed && kept),
  };
}
