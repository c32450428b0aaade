import type { Random } from '../../../kernel/random.ts';
import type { LlmOptions, ModelChoice } from '../options.ts';
import { modelName } from '../options.ts';
import type { ModelRecords } from './model-record.ts';
import { relativeCosts, UNTRIED } from './model-record.ts';
import { thompson } from './thompson.ts';
import { upperConfidence } from './upper-confidence.ts';

/** The model to ask, drawn from the proposal's own stream. */
export function chooseModel(
  { models, choice, costAware }: Pick<LlmOptions, 'models' | 'choice' | 'costAware'>,
  records: ModelRecords,
  random: Random,
): ModelChoice {
  const arms = models.map((model) => records[modelName(model)] ?? UNTRIED);
  const costs = costAware ? relativeCosts(arms) : arms.map(() => 1);
  switch (choice) {
    case 'weights':
      return byWeight(models, random.next());
    case 'ucb':
      return models[upperConfidence(arms, costs, random)]!;
    case 'thompson':
      return models[thompson(arms, costs, random)]!;
  }
}

function byWeight(models: readonly ModelChoice[], draw: number): ModelChoice {
  let left = draw * models.reduce((sum, { weight }) => sum + weight, 0);
  return models.find(({ weight }) => (left -= weight) < 0) ?? models.at(-1)!;
}
