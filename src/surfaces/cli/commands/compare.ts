import { availableParallelism } from 'node:os';
import { FulcrumError } from '../../../kernel/errors.ts';
import type { Json, JsonObject } from '../../../kernel/json.ts';
import { loadTask } from '../../../task/load-task.ts';
import { judgeWinners } from '../../compare/judge-winners.ts';
import { keepApplicable } from '../../compare/keep-applicable.ts';
import { planComparison } from '../../compare/plan-comparison.ts';
import { runComparison } from '../../compare/run-comparison.ts';
import { summariseComparison } from '../../compare/summarise-comparison.ts';
import { keepHeapSmall } from '../../small-heap.ts';
import { comparisonMarkdown, comparisonText, conclusion } from '../compare-text.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import { figure } from '../figures.ts';
import { watchInterrupts } from '../interruption.ts';
import type { RunReference } from '../open-run.ts';
import { directoryOf } from '../open-run.ts';
import type { Output } from '../output.ts';
import { warnWithoutSandbox } from '../warn-without-sandbox.ts';

export interface CompareOptions {
  readonly strategies: readonly string[];
  /** Number of seeds, from 1. */
  readonly seeds: number;
  readonly evaluations: number | null;
  /** Assignments, as `greedy.patience=300`. */
  readonly settings: readonly string[];
  readonly reach: number | null;
  readonly level: number;
  /** Runs at work at a time; null takes the cores of this machine. */
  readonly jobs: number | null;
  readonly isolation: 'required' | 'none';
  readonly markdown: boolean;
}

/** `fulcrum compare`: several strategies on one task with equal budgets and seeds, always beside the controls. */
export async function compareCommand(
  reference: RunReference,
  options: CompareOptions,
  output: Output,
): Promise<ExitCode> {
  keepHeapSmall();
  const { isolation, level } = options;
  warnWithoutSandbox(options, output);
  const order = {
    strategies: options.strategies,
    seeds: Array.from({ length: options.seeds }, (_, index) => String(index + 1)),
    evaluations: options.evaluations,
    options: settingsByKind(options.settings),
    directory: directoryOf(reference),
  };
  const plan = await keepApplicable(planComparison(loadTask(reference.task), order), isolation);
  const { task } = plan.defined;
  const cores = availableParallelism();
  const jobs = Math.min(options.jobs ?? cores, plan.strategies.length * plan.seeds.length);
  const interruption = watchInterrupts(output.notice);
  try {
    const runs = await runComparison(plan, {
      jobs,
      workers: Math.max(1, Math.floor(cores / jobs)),
      isolation,
      signal: interruption.signal,
      onNotice: output.notice,
      onRun: ({ strategy, seed, directory, reason, evaluations, progress }, seconds) => {
        const score = progress.at(-1)!.score;
        const ended = { strategy, seed, directory, reason, evaluations, score, seconds };
        output.data({ type: 'run', ...ended });
        const line = `${strategy}, seed ${seed}: ${evaluations} judged in ${seconds.toFixed(1)} s, ${figure(score, task.objectives[0]!.unit)} where it searched`;
        if (options.markdown) output.notice(line);
        else output.text(line);
      },
    });
    if (interruption.signal.aborted) {
      output.notice('Interrupted. The same command goes on from here.');
      return EXIT_CODES.halted;
    }
    const verdicts = await judgeWinners(plan, runs, isolation);
    const { evaluations, seeds, notApplicable } = plan;
    const { reach } = options;
    const summary = summariseComparison(
      { task, evaluations, seeds, notApplicable, reach, level },
      runs,
      verdicts,
    );
    output.both(
      { type: 'comparison', ...(summary as unknown as JsonObject), conclusion: conclusion(summary) },
      () => (options.markdown ? comparisonMarkdown(summary) : comparisonText(summary, output)),
    );
    return EXIT_CODES.finished;
  } finally {
    interruption.release();
  }
}

function settingsByKind(settings: readonly string[]): { readonly [kind: string]: JsonObject } {
  const byKind: { [kind: string]: { [option: string]: Json } } = {};
  for (const setting of settings) {
    const [, kind, option, value] = /^([\w-]+)\.([\w-]+)=(.*)$/s.exec(setting) ?? [];
    if (kind === undefined || option === undefined || value === undefined) throw badSetting(setting);
    (byKind[kind] ??= {})[option] = valueOf(value);
  }
  return byKind;
}

/** JSON where it is some, a text otherwise. */
function valueOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function badSetting(setting: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_COMPARISON_INVALID',
    domain: 'usage',
    what: `"${setting}" sets no option`,
    where: '--set',
    mend: 'Write <strategy>.<option>=<value>, as greedy.patience=300',
  });
}
