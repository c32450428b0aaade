import type { NumericOperator } from '../operator.ts';
import { evolveCovariance } from './evolve-covariance.ts';
import { exchange } from './exchange.ts';
import { hop } from './hop.ts';
import { jitter } from './jitter.ts';
import { polish } from './polish.ts';
import { relocate } from './relocate.ts';
import { restart } from './restart.ts';
import { scatter } from './scatter.ts';

/** The covariance matrix of CMA-ES grows with the square of the dimension, and what it has to learn with it. */
const MOST_FOR_CMA_ES = 40;

/** Every operator there is. Optimisers are drawn where the task names an objective, moves where it names none. */
export const OPERATORS: readonly NumericOperator[] = [
  ...[jitter, relocate, exchange].map((move): NumericOperator => ({
    kind: 'move',
    move,
    id: move.id,
    weight: move === jitter ? 2 : 1,
    intent: 'vary',
    mostNumbers: Infinity,
  })),
  { kind: 'move', move: scatter, id: scatter.id, weight: 1, intent: 'start', mostNumbers: Infinity },
  {
    kind: 'optimiser',
    optimiser: restart,
    id: restart.id,
    weight: 1,
    intent: 'start',
    mostNumbers: Infinity,
  },
  { kind: 'optimiser', optimiser: polish, id: polish.id, weight: 1, intent: 'vary', mostNumbers: Infinity },
  { kind: 'optimiser', optimiser: hop, id: hop.id, weight: 19, intent: 'vary', mostNumbers: Infinity },
  {
    kind: 'optimiser',
    optimiser: evolveCovariance,
    id: evolveCovariance.id,
    weight: 4,
    intent: 'vary',
    mostNumbers: MOST_FOR_CMA_ES,
  },
];
