import { join } from 'node:path';
import { FulcrumError, isFulcrumError } from '../../kernel/errors.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { StrategySource, Task } from '../../kernel/task.ts';
import { createStrategy, KINDS } from '../../strategies/index.ts';
import type { DefinedTask } from '../../task/define-task.ts';
import { overrideTask, withoutNotifications } from '../started-task.ts';

/** Strategies that need nothing and remember little: without beating them, a search shows nothing. */
export const CONTROLS = ['random', 'sequential'] as const;

/** Names every strategy there is, without those that do not fit the task. */
export const ALL_STRATEGIES = 'all';

export interface ComparisonOrder {
  /** Kinds, or `all`. */
  readonly strategies: readonly string[];
  readonly seeds: readonly string[];
  /** Candidates every run judges; null takes the task's. */
  readonly evaluations: number | null;
  /** Options by kind, in place of the task's. */
  readonly options: { readonly [kind: string]: JsonObject };
  /** Folder of the comparison. */
  readonly directory: string;
}

/** One strategy under one seed. */
export interface PlannedRun {
  readonly strategy: string;
  readonly seed: string;
  readonly directory: string;
  readonly defined: DefinedTask;
}

export interface NotApplicable {
  readonly strategy: string;
  readonly why: string;
}

export interface ComparisonPlan {
  readonly defined: DefinedTask;
  readonly evaluations: number;
  readonly seeds: readonly string[];
  /** Controls first. */
  readonly strategies: readonly StrategySource[];
  /** Only where all were asked for; a named one that does not fit is an error. */
  readonly notApplicable: readonly NotApplicable[];
  /** Whether strategies that do not fit are left out rather than refused. */
  readonly lenient: boolean;
  readonly directory: string;
}

/**
 * What is to be run. Every run gets the same number of evaluations; limits of wall time and control runs are left out,
 * because they would make budgets unequal.
 *
 * @throws FulcrumError `FULCRUM_E_COMPARISON_INVALID`, `FULCRUM_E_STRATEGY_INAPPLICABLE`
 */
export function planComparison(defined: DefinedTask, order: ComparisonOrder): ComparisonPlan {
  const { seeds, options, directory } = order;
  const evaluations = order.evaluations ?? defined.task.budget.evaluations;
  if (evaluations === null)
    throw invalid(
      'the task limits no evaluations, so that runs could not be given equal budgets',
      '--evaluations',
      'Say how many candidates every run judges',
    );
  if (seeds.length === 0) throw invalid('there are no seeds to compare over', '--seeds', 'Name at least one');
  const repeated = seeds.find((seed, index) => seeds.indexOf(seed) !== index);
  if (repeated !== undefined)
    throw invalid(`the seed "${repeated}" is named twice`, '--seeds', 'Name it once');
  const lenient = order.strategies.includes(ALL_STRATEGIES);
  const named = lenient ? KINDS : order.strategies.map(knownKind);
  for (const kind of Object.keys(options)) knownKind(kind);
  const kinds = [...new Set<string>([...CONTROLS, ...named])];
  const idle = Object.keys(options).find((kind) => !kinds.includes(kind));
  if (idle !== undefined)
    throw invalid(`"${idle}" has options and is not compared`, '--set', 'Name it among --strategies, too');
  const sources = kinds.map((kind) => ({
    kind,
    options: { ...ownOptions(defined.task, kind), ...options[kind] },
  }));
  const unfit = sources.flatMap((source) => faultOf(source) ?? []);
  if (!lenient && unfit.length > 0) throw inapplicable(unfit[0]!);
  return {
    defined: overrideTask(withoutNotifications(defined), {
      control: null,
      budget: { evaluations, wallSeconds: null },
      approval: 'none',
    }),
    evaluations,
    seeds,
    strategies: sources.filter(({ kind }) => !unfit.some(({ strategy }) => strategy === kind)),
    notApplicable: unfit,
    lenient,
    directory,
  };
}

/** The runs, those of the first control before all others. */
export function plannedRuns({
  defined,
  seeds,
  strategies,
  directory,
}: ComparisonPlan): readonly PlannedRun[] {
  return strategies.flatMap((strategy) =>
    seeds.map((seed) => ({
      strategy: strategy.kind,
      seed,
      directory: join(directory, `${strategy.kind}-${seed}`),
      defined: overrideTask(defined, { seed, strategy }),
    })),
  );
}

export function inapplicable({ strategy, why }: NotApplicable): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_STRATEGY_INAPPLICABLE',
    domain: 'usage',
    what: `the strategy "${strategy}" does not fit this task: ${why}`,
    where: '--strategies',
    mend: `Give it what it needs with --set ${strategy}.<option>=<value>, or leave it out`,
  });
}

/** A task's own settings hold for the strategy it names. */
function ownOptions({ strategy, control }: Task, kind: string): JsonObject {
  if (strategy.kind === kind) return strategy.options;
  return control?.kind === kind ? control.options : {};
}

function faultOf(source: StrategySource): NotApplicable | null {
  try {
    createStrategy(source);
    return null;
  } catch (error) {
    if (!isFulcrumError(error) || error.facts.domain !== 'usage') throw error;
    return { strategy: source.kind, why: `${error.facts.where}: ${error.facts.what}` };
  }
}

function knownKind(kind: string): string {
  if ((KINDS as readonly string[]).includes(kind)) return kind;
  throw invalid(
    `there is no strategy "${kind}"`,
    '--strategies',
    `Use "${ALL_STRATEGIES}" or some of: ${KINDS.join(', ')}`,
  );
}

function invalid(what: string, where: string, mend: string): FulcrumError {
  return new FulcrumError({ code: 'FULCRUM_E_COMPARISON_INVALID', domain: 'usage', what, where, mend });
}
