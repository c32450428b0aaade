import type { AcceptanceRule } from '../kernel/contracts/acceptance.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { StatisticsSource } from '../kernel/acceptance-source.ts';
import type { Task } from '../kernel/task.ts';
import { exactAcceptance } from './exact.ts';
import { greedyAcceptance } from './greedy.ts';
import { pairedAcceptance } from './paired/paired-acceptance.ts';
import type { PairedRuleName, Stage } from './paired/stages.ts';
import { isReachable, stagesOf } from './paired/stages.ts';

/**
 * The rule a task accepts by.
 *
 * @throws FulcrumError `FULCRUM_E_TASK_INVALID` where it could never keep anything, or lacks what it needs
 */
export function createAcceptance(task: Task): AcceptanceRule {
  const { rule, statistics } = task.acceptance;
  switch (rule) {
    case 'exact':
      return exactAcceptance(task);
    case 'greedy':
      return greedyAcceptance(task);
    case 'two-stage':
    case 'alpha-spending':
    case 'uniform':
    case 'e-lond':
    case 'per-decision':
      checkStatistics(rule, statistics);
      return pairedAcceptance(task, rule, statistics);
  }
}

function checkStatistics(
  rule: PairedRuleName,
  statistics: StatisticsSource | undefined,
): asserts statistics is StatisticsSource {
  if (statistics === undefined) {
    throw invalid('statistics', `the rule ${rule} tests pairs, and the task does not say how`, 'Set alpha');
  }
  const { alpha, plannedTests, screenPairs, screenThreshold } = statistics;
  if (!(alpha > 0 && alpha < 1)) {
    throw invalid(
      'alpha',
      `alpha is ${alpha}, which is no probability of error to work with`,
      'Set alpha between 0 and 1, as 0.05',
    );
  }
  if (rule === 'uniform' && plannedTests === undefined) {
    throw invalid(
      'rule',
      'uniform divides alpha among the evaluations of the budget, and there is no such budget',
      'Set budget.evaluations, or use alpha-spending',
    );
  }
  if (rule === 'two-stage' && !(screenThreshold! > 1 && screenPairs! >= 1)) {
    throw invalid(
      'screenThreshold',
      'a screening takes pairs, and a threshold above 1: any less lets everything through',
      'Set screenPairs and screenThreshold, as 22 and 4',
    );
  }
  const stages = stagesOf(rule, statistics, { confirmations: 0, confirmed: 0 }, null);
  for (const stage of stages) checkReachable(stage, stage.name === 'screen' ? 'screenPairs' : 'maximumPairs');
}

function checkReachable(stage: Stage, field: string): void {
  if (isReachable(stage)) return;
  const { threshold, maximumPairs } = stage;
  throw invalid(
    field,
    `${maximumPairs} pairs cannot reach an e-value of ${Number(threshold.toPrecision(3))}, even if all are won: nothing could ever be kept`,
    `Raise ${field}, or lower what it has to reach`,
  );
}

function invalid(field: string, what: string, mend: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_TASK_INVALID',
    domain: 'usage',
    what,
    where: `acceptance.${field}`,
    mend,
  });
}
