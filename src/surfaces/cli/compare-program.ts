import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { NumberReaders } from './audit-program.ts';
import type { Perform } from './perform.ts';

interface CompareFlags {
  readonly strategies: readonly string[];
  readonly seeds: number;
  readonly evaluations?: number;
  readonly name: string;
  readonly set: readonly string[];
  readonly reach?: number;
  readonly level: number;
  readonly jobs?: number;
  readonly markdown?: boolean;
  readonly unsafeNoSandbox?: boolean;
  readonly json?: boolean;
}

/** `fulcrum compare`. */
export function addCompareCommand(
  program: Command,
  perform: Perform,
  { count }: Pick<NumberReaders, 'count'>,
): void {
  program
    .command('compare')
    .argument('[task]', 'task file or its folder', '.')
    .description('run several strategies with equal budgets and seeds, beside random and sequential')
    .requiredOption('--strategies <names>', 'separated by commas, or "all"', names)
    .option('--seeds <count>', 'seeds, from 1', count, 5)
    .option('--evaluations <count>', 'candidates every run judges, instead of those of the task', count)
    .option('--name <comparison>', 'where it is kept; given again, what is left of it is done', 'compare')
    .option('--set <strategy.option=value...>', 'an option of one strategy', collect, [])
    .option(
      '--reach <value>',
      'count evaluations to this value, instead of the target or what random comes to',
      number,
    )
    .option('--level <probability>', 'of calling a strategy better than random that is not', level, 0.05)
    .option('--jobs <count>', 'runs at work at a time; changes speed, never results', count)
    .option('--markdown', 'tables for a document')
    .option('--unsafe-no-sandbox', 'judge without isolation; every verdict is marked so')
    .option('--json', 'one JSON value a line')
    .action((task: string, flags: CompareFlags) =>
      perform(flags.json ?? false, async (output) => {
        const { compareCommand } = await import('./commands/compare.ts');
        const { strategies, seeds, evaluations = null, set: settings, reach = null, jobs = null } = flags;
        const isolation = flags.unsafeNoSandbox ? 'none' : 'required';
        const rest = { level: flags.level, isolation, markdown: flags.markdown ?? false } as const;
        const options = { strategies, seeds, evaluations, settings, reach, jobs, ...rest };
        return compareCommand({ task, name: flags.name }, options, output);
      }),
    );
}

function names(text: string): readonly string[] {
  const named = text.split(',').map((name) => name.trim());
  if (named.every((name) => name !== '')) return named;
  throw new InvalidArgumentError('names separated by commas are needed');
}

function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('a number is needed');
}

function level(text: string): number {
  const value = Number(text);
  if (value > 0 && value < 1) return value;
  throw new InvalidArgumentError('a probability above 0 and below 1 is needed');
}
