import type { Strategy } from '../kernel/contracts/strategy.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { StrategySource } from '../kernel/task.ts';
import { createAdasStrategy } from './adas.ts';
import { createArchiveStrategy } from './archive.ts';
import { createAutoresearchStrategy } from './autoresearch.ts';
import { createBanditNoveltyStrategy } from './bandit-novelty.ts';
import { createCladeStrategy } from './clade.ts';
import { createCoevolutionStrategy } from './coevolution.ts';
import { createEvolveStrategy } from './evolve.ts';
import { createGreedyStrategy } from './greedy.ts';
import { createHyperagentsStrategy } from './hyperagents.ts';
import { createIslandsStrategy } from './islands.ts';
import { createMapElitesStrategy } from './map-elites.ts';
import { createParetoStrategy } from './pareto.ts';
import { createRalphStrategy } from './ralph.ts';
import { createRandomStrategy } from './random.ts';
import { createSelfPlayStrategy } from './self-play.ts';
import { createSequentialStrategy } from './sequential.ts';
import { createSicaStrategy } from './sica.ts';
import { createTreeStrategy } from './tree.ts';

export const KINDS = [
  'adas',
  'archive',
  'autoresearch',
  'bandit-novelty',
  'clade',
  'coevolution',
  'evolve',
  'greedy',
  'hyperagents',
  'islands',
  'map-elites',
  'pareto',
  'ralph',
  'random',
  'self-play',
  'sequential',
  'sica',
  'tree',
] as const;

/** The strategy a task names. @throws FulcrumError `FULCRUM_E_TASK_INVALID` on an unknown kind or option. */
export function createStrategy(source: StrategySource): Strategy {
  // A strategy is only ever given the state it made itself.
  switch (source.kind) {
    case 'adas':
      return createAdasStrategy(source.options) as unknown as Strategy;
    case 'archive':
      return createArchiveStrategy(source.options) as unknown as Strategy;
    case 'autoresearch':
      return createAutoresearchStrategy(source.options) as unknown as Strategy;
    case 'bandit-novelty':
      return createBanditNoveltyStrategy(source.options) as unknown as Strategy;
    case 'clade':
      return createCladeStrategy(source.options) as unknown as Strategy;
    case 'coevolution':
      return createCoevolutionStrategy(source.options) as unknown as Strategy;
    case 'evolve':
      return createEvolveStrategy(source.options) as unknown as Strategy;
    case 'greedy':
      return createGreedyStrategy(source.options) as unknown as Strategy;
    case 'hyperagents':
      return createHyperagentsStrategy(source.options) as unknown as Strategy;
    case 'islands':
      return createIslandsStrategy(source.options) as unknown as Strategy;
    case 'map-elites':
      return createMapElitesStrategy(source.options) as unknown as Strategy;
    case 'pareto':
      return createParetoStrategy(source.options) as unknown as Strategy;
    case 'ralph':
      return createRalphStrategy(source.options) as unknown as Strategy;
    case 'random':
      return createRandomStrategy(source.options) as unknown as Strategy;
    case 'self-play':
      return createSelfPlayStrategy(source.options) as unknown as Strategy;
    case 'sequential':
      return createSequentialStrategy(source.options) as unknown as Strategy;
    case 'sica':
      return createSicaStrategy(source.options) as unknown as Strategy;
    case 'tree':
      return createTreeStrategy(source.options) as unknown as Strategy;
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
