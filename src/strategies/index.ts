import type { Strategy } from '../kernel/contracts/strategy.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { StrategySource } from '../kernel/task.ts';
import { createEvolveStrategy } from './evolve.ts';
import { createGreedyStrategy } from './greedy.ts';
import { createRandomStrategy } from './random.ts';

const KINDS = ['evolve', 'greedy', 'random'] as const;

/** The strategy a task names. @throws FulcrumError `FULCRUM_E_TASK_INVALID` on an unknown kind or option. */
export function createStrategy(source: StrategySource): Strategy {
  // A strategy is only ever given the state it made itself.
  switch (source.kind) {
    case 'evolve':
      return createEvolveStrategy(source.options) as unknown as Strategy;
    case 'greedy':
      return createGreedyStrategy(source.options) as unknown as Strategy;
    case 'random':
      return createRandomStrategy(source.options) as unknown as Strategy;
    default:
      throw new FulcrumError({
        code: 'FULCRUM_E_TASK_INVALID',
        domain: 'usage',
        what: `there is no strategy of kind "${source.kind}"`,
        where: 'strategy.kind',
        mend: `Use one of: ${KINDS.join(', ')}.`,
      });
  }
}
