import type { Task } from '../kernel/task.ts';
import type { Fault } from './fault.ts';

/** What of the acceptance rule contradicts itself or the rest of the task. */
export function acceptanceFaults(task: Task): readonly Fault[] {
  return [...ruleFaults(task), ...metricFaults(task, 'guards'), ...metricFaults(task, 'constraints')];
}

function ruleFaults({ acceptance, objectives }: Task): readonly Fault[] {
  const faults: Fault[] = [];
  if (acceptance.rule === 'uniform' && acceptance.statistics?.plannedTests === undefined) {
    const message =
      'uniform divides alpha among the evaluations of the budget: set budget.evaluations, or use alpha-spending';
    faults.push({ path: ['acceptance', 'rule'], message });
  }
  if (acceptance.objectives === 'pareto' && objectives.length === 1) {
    const message = 'a Pareto front takes two objectives or more, and there is one';
    faults.push({ path: ['acceptance', 'objectives'], message });
  }
  return faults;
}

function metricFaults({ acceptance, slices }: Task, field: 'guards' | 'constraints'): readonly Fault[] {
  const declared = [...slices.visible, ...slices.heldOut.map((slice) => slice.name)];
  const named = (acceptance[field] ?? []).map(({ slice, metric }) => JSON.stringify([slice, metric]));
  return (acceptance[field] ?? []).flatMap(({ slice, metric }, index): readonly Fault[] => {
    if (!declared.includes(slice)) {
      const message = `"${slice}" is no slice of this task; there are: ${declared.join(', ')}`;
      return [{ path: ['acceptance', field, index, 'slice'], message }];
    }
    if (named.indexOf(named[index]!) === index) return [];
    return [
      { path: ['acceptance', field, index, 'metric'], message: `"${metric}" of ${slice} is named twice` },
    ];
  });
}
