import type { Command } from 'commander';
import { Option } from 'commander';
import type { HarnessFlags, HarnessKind } from '../foreign-harness/harness-flags.ts';
import { HARNESS_KINDS, harnessError } from '../foreign-harness/harness-flags.ts';
import type { Perform } from './perform.ts';

interface AuditFlags extends Omit<HarnessFlags, 'harness' | 'words'> {
  readonly harness?: HarnessKind;
  readonly seed: string;
  readonly mutants: number;
  readonly seconds?: number;
  readonly reference?: string;
  readonly out?: string;
  readonly sarif?: string;
  readonly workers?: number;
  readonly unsafeNoSandbox?: boolean;
  readonly json?: boolean;
}

/** Readers of numbers that the rest of the command line uses too. */
export interface NumberReaders {
  readonly count: (text: string) => number;
  readonly seconds: (text: string) => number;
}

const DEFAULT_SECONDS = 60;

const HELP = `
Foreign harnesses, run with what they judge in a sandbox without network:
  fulcrum audit --harness openevolve --evaluator evaluator.py --program initial_program.py
  fulcrum audit --harness harbor my-task --workspace app
  fulcrum audit --harness command --workspace . --editable 'src/**' --tool node_modules=node_modules -- node --test`;

/** `fulcrum audit`: of a task's own oracle, and with `--harness` of somebody else's judge. */
export function addAuditCommand(program: Command, perform: Perform, readers: NumberReaders): void {
  program
    .command('audit')
    .argument('[words...]', 'task file or its folder; with --harness what is audited (default: ".")')
    .description('attack a judge before trusting it, and measure how many small bugs it notices')
    .option('--seed <seed>', 'which mutants and inputs are drawn', '1')
    .option('--mutants <count>', 'mutants to judge at most', readers.count, 100)
    .option('--reference <folder>', 'files that stand in the place of the workspace')
    .option('--out <file>', 'write what each check has shown, for `oracle.audit`')
    .option('--sarif <file>', 'write the findings as SARIF 2.1.0 too')
    .option('--workers <count>', 'candidates judged side by side', readers.count)
    .option('--unsafe-no-sandbox', 'judge without isolation; never a foreign harness')
    .option('--json', 'one JSON value')
    .addOption(new Option('--harness <kind>', "audit somebody else's judge").choices(HARNESS_KINDS))
    .option('--evaluator <file>', 'openevolve: the evaluator')
    .option('--program <file>', 'openevolve: a program it is content with')
    .option('--workspace <folder>', 'folder the harness works in; harbor: what /app holds')
    .option('--editable <glob...>', 'what a candidate may change, by its path in the workspace')
    .option('--exclude <glob...>', 'what is left out of the workspace')
    .option('--tool <path=folder...>', 'shown read-only at this path of the workspace')
    .option('--report <file>', 'command: report it leaves, JUnit (.xml) or TAP (.tap)')
    .option(
      '--seconds <seconds>',
      `--harness: one evaluation may take, at most (default: ${DEFAULT_SECONDS})`,
      readers.seconds,
    )
    .addHelpText('after', HELP)
    .action((words: readonly string[], flags: AuditFlags) =>
      perform(flags.json ?? false, async (output) => {
        const { seed, mutants, sarif = null, workers = null, harness } = flags;
        if (harness !== undefined) {
          checkForeign(flags);
          const { auditHarnessCommand } = await import('./commands/audit-harness.ts');
          const { seconds = DEFAULT_SECONDS } = flags;
          const options = { seed, mutants, sarif, workers, seconds };
          return auditHarnessCommand({ ...flags, harness, words }, options, output);
        }
        checkOwn(words, flags);
        const { auditCommand } = await import('./commands/audit.ts');
        const { reference = null, out = null } = flags;
        const isolation = flags.unsafeNoSandbox ? 'none' : 'required';
        return auditCommand(
          words[0] ?? '.',
          { seed, mutants, reference, out, sarif, workers, isolation },
          output,
        );
      }),
    );
}

function checkForeign({ unsafeNoSandbox, reference, out }: AuditFlags): void {
  if (unsafeNoSandbox)
    throw harnessError(
      'the attacks on a foreign harness are run with it: never without a sandbox',
      '--unsafe-no-sandbox',
      'Leave it out; `fulcrum doctor` says what a sandbox needs',
    );
  const useless = reference === undefined ? (out === undefined ? null : '--out') : '--reference';
  if (useless !== null)
    throw harnessError(`${useless} means nothing to a foreign harness`, useless, 'Leave it out');
}

function checkOwn(words: readonly string[], flags: AuditFlags): void {
  if (words.length > 1)
    throw harnessError(
      `"${words[1]}" means nothing here`,
      'audit',
      'Name one task, or a harness with --harness',
    );
  const foreign = [
    'evaluator',
    'program',
    'workspace',
    'editable',
    'exclude',
    'tool',
    'report',
    'seconds',
  ] as const;
  const useless = foreign.find((name) => flags[name] !== undefined);
  if (useless !== undefined)
    throw harnessError(`--${useless} is for foreign harnesses`, `--${useless}`, 'Say which with --harness');
}
