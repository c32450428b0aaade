import { Command, InvalidArgumentError, Option } from 'commander';
import { packageVersion } from '../version.ts';
import type { TaskOverrides } from '../started-task.ts';
import { addApprovalsCommand } from './approvals-command.ts';
import { addAuditCommand } from './audit-program.ts';
import { addCompareCommand } from './compare-program.ts';
import type { DisplayMode } from './display/display.ts';
import type { OracleKind } from './commands/init-template.ts';
import type { RunCommandOptions } from './commands/run.ts';
import { addCertificateCommands } from './certificate-commands.ts';
import { addInboxCommands } from './inbox-commands.ts';
import { addLedgerCommands, addToolCommands } from './ledger-commands.ts';
import { addMcpCommands } from './mcp-commands.ts';
import { addMemoryCommands } from './memory-commands.ts';
import type { Perform } from './perform.ts';
import { readCommands } from './read-command.ts';
import { addReportCommand } from './report-commands.ts';
import { addViewCommand } from './view-commands.ts';

interface CommonFlags {
  readonly json?: boolean;
  readonly task: string;
  readonly name: string;
}

interface RunFlags extends CommonFlags {
  readonly seed?: string;
  readonly evaluations?: number;
  readonly wall?: number;
  readonly workers?: number;
  readonly display?: DisplayMode;
  readonly verbose?: boolean;
  readonly control: boolean;
  readonly unsafeNoSandbox?: boolean;
  readonly watch?: boolean;
}

interface VerifyFlags {
  readonly salvage?: string;
  readonly rejudge: boolean;
  readonly unsafeNoSandbox?: boolean;
  readonly key?: string;
}

interface InitFlags {
  readonly example?: string;
  readonly title?: string;
  readonly module?: string;
  readonly export?: string;
  readonly oracle: OracleKind;
  readonly json?: boolean;
}

/** The command line. Modules of a command are loaded when it runs, so that `--version` costs no more than Node. */
export function buildProgram(perform: Perform): Command {
  const program = new Command('fulcrum')
    .description('Improve code by search and agents; an oracle outside their reach decides.')
    .version(packageVersion())
    .showHelpAfterError();
  addRunCommands(program, perform);
  addRerunCommand(program, perform);
  addReadCommands(program, perform);
  addInboxCommands(program, perform);
  addApprovalsCommand(program, perform);
  addMcpCommands(program, perform);
  addMemoryCommands(program, perform);
  addCertificateCommands(program, perform);
  addReportCommand(program, perform);
  addViewCommand(program, perform);
  addLedgerCommands(program, perform);
  addOtherCommands(program, perform);
  addToolCommands(program, perform);
  return program;
}

function addRunCommands(program: Command, perform: Perform): void {
  runFlags(
    program
      .command('run')
      .argument('[task]', 'task file or its folder', '.')
      .description('run a task to its end'),
  )
    .option('--seed <seed>', 'instead of the seed of the task')
    .option('--watch', 'run again under a new name when the task changes')
    .action((task: string, flags: RunFlags) =>
      perform(flags.json ?? false, async (output) => {
        if (flags.watch) {
          const { watchCommand } = await import('./commands/watch.ts');
          return watchCommand({ task, name: flags.name }, runOptions(flags), output);
        }
        const { runCommand } = await import('./commands/run.ts');
        return runCommand({ task, name: flags.name }, runOptions(flags), output);
      }),
    );
  runFlags(
    program
      .command('resume')
      .argument('[task]', 'task file or its folder', '.')
      .description('go on with a run'),
  ).action((task: string, flags: RunFlags) =>
    perform(flags.json ?? false, async (output) => {
      const { resumeCommand } = await import('./commands/run.ts');
      return resumeCommand({ task, name: flags.name }, runOptions(flags), output);
    }),
  );
}

function addRerunCommand(program: Command, perform: Perform): void {
  program
    .command('rerun')
    .argument('[task]', 'task file or its folder', '.')
    .description('make a run again, models answered from its recording, and compare')
    .option('--name <run>', 'which run of the task', 'main')
    .option('--as <run>', 'name of the run that is made; without it the other name with -again')
    .option('--workers <count>', 'candidates judged side by side; changes speed, never results', count)
    .addOption(new Option('--display <mode>', 'live view').choices(['full', 'plain', 'none']))
    .option('--unsafe-no-sandbox', 'judge without isolation; every verdict is marked so')
    .option('--json', 'one JSON value a line')
    .action((task: string, flags: RunFlags & { readonly as?: string }) =>
      perform(flags.json ?? false, async (output) => {
        const { rerunCommand } = await import('./commands/rerun.ts');
        const { workers, isolation, display } = runOptions(flags);
        const options = { workers, isolation, display, as: flags.as ?? null };
        return rerunCommand({ task, name: flags.name }, options, output);
      }),
    );
}

function runFlags(command: Command): Command {
  return command
    .option('--name <run>', 'which run of the task', 'main')
    .option('--evaluations <count>', 'candidates to judge at most', count)
    .option('--wall <seconds>', 'seconds to run at most', seconds)
    .option('--workers <count>', 'candidates judged side by side; changes speed, never results', count)
    .addOption(new Option('--display <mode>', 'live view').choices(['full', 'plain', 'none']))
    .option('--verbose', 'a line for whatever an agent does; implies the plain view')
    .option('--no-control', 'leave the control run out')
    .option('--unsafe-no-sandbox', 'judge without isolation; every verdict is marked so')
    .option('--json', 'one JSON value a line');
}

function runOptions(flags: RunFlags): RunCommandOptions {
  const budget = {
    ...(flags.evaluations === undefined ? {} : { evaluations: flags.evaluations }),
    ...(flags.wall === undefined ? {} : { wallSeconds: flags.wall }),
  };
  const overrides: TaskOverrides = { ...(flags.seed === undefined ? {} : { seed: flags.seed }), budget };
  return {
    overrides,
    workers: flags.workers ?? null,
    isolation: flags.unsafeNoSandbox ? 'none' : 'required',
    display: flags.display ?? (process.stdout.isTTY && flags.verbose !== true ? 'full' : 'plain'),
    verbose: flags.verbose ?? false,
    control: flags.control,
  };
}

function addReadCommands(program: Command, perform: Perform): void {
  const add = readCommands(program, perform);
  add('status', 'where a run stands', async (reference, output) => {
    const { statusCommand } = await import('./commands/status.ts');
    return statusCommand(reference, output);
  });
  add('show <candidate>', 'a candidate and its editable files', async (reference, output, [candidate]) => {
    const { showCommand } = await import('./commands/show.ts');
    return showCommand(reference, candidate!, output);
  });
  add(
    'diff <before> <after>',
    'the change from one candidate to another',
    async (reference, output, [before, after]) => {
      const { diffCommand } = await import('./commands/diff.ts');
      return diffCommand(reference, before!, after!, output);
    },
  );
  add(
    'explain <candidate>',
    'why it was kept or refused, with the evidence',
    async (reference, output, [candidate]) => {
      const { explainCommand } = await import('./commands/explain.ts');
      return explainCommand(reference, candidate!, output);
    },
  );
  const watch: Command = add(
    'watch',
    'look on while another process writes a run; interrupt to stop looking',
    async (reference, output) => {
      const { attachCommand } = await import('./commands/attach.ts');
      const { display = process.stdout.isTTY ? 'full' : 'plain' } = watch.opts<{ display?: DisplayMode }>();
      return attachCommand(reference, display, output);
    },
  ).addOption(new Option('--display <mode>', 'live view').choices(['full', 'plain', 'none']));
  add('stop', 'ask the process that writes a run to finish', async (reference, output) => {
    const { stopCommand } = await import('./commands/stop.ts');
    return stopCommand(reference, output);
  });
  const log: Command = add('log', 'the ledger, one entry a line', async (reference, output) => {
    const { logCommand } = await import('./commands/log.ts');
    return logCommand(reference, { decision: log.opts<{ decision?: string }>().decision ?? null }, output);
  }).option('--decision <kind>', 'only decisions of this kind, as keep');
  const best: Command = add('best', 'the incumbent', async (reference, output) => {
    const { bestCommand } = await import('./commands/best.ts');
    return bestCommand(reference, best.opts<{ write?: string }>().write ?? null, output);
  }).option('--write <folder>', 'write its whole workspace into an empty folder');
  const apply: Command = add(
    'apply',
    "put the winner's change on a new branch",
    async (reference, output) => {
      const { applyCommand } = await import('./commands/apply.ts');
      const { branch = null, repository = null, author = null } = apply.opts<{ [flag: string]: string }>();
      return applyCommand(reference, { branch, repository, author }, output);
    },
  )
    .option('--branch <name>', 'instead of fulcrum/<run>-<candidate>')
    .option('--repository <folder>', 'the folder in another clone that corresponds to workspace.root')
    .option('--author <author>', '"Name <address>" instead of who is configured');
  const verify: Command = add(
    'verify',
    'check chain, blobs, decisions, certificate, seed and signatures; judge the winner again',
    async (reference, output) => {
      const { verifyCommand } = await import('./commands/verify.ts');
      const { demandedFingerprint } = await import('./demanded-key.ts');
      const flags = verify.opts<VerifyFlags>();
      const isolation = flags.unsafeNoSandbox ? 'none' : 'required';
      const key = flags.key === undefined ? null : demandedFingerprint(flags.key);
      return verifyCommand(
        reference,
        { salvage: flags.salvage ?? null, rejudge: flags.rejudge, isolation, key },
        output,
      );
    },
  )
    .option('--salvage <folder>', 'copy what is sound of a damaged run')
    .option('--key <key>', 'fingerprint or file of the only key whose verdicts are believed')
    .option('--no-rejudge', 'do not judge the winner again')
    .option('--unsafe-no-sandbox', 'judge again without isolation');
}

function addOtherCommands(program: Command, perform: Perform): void {
  program
    .command('init')
    .argument('[folder]', 'where to make the task', '.')
    .description('make a task: an example, or one for a function of your own')
    .option('--example <name>', 'copy an example')
    .option('--title <text>', 'name of the task')
    .option('--module <path>', 'module that holds the function to improve')
    .option('--export <name>', 'its export')
    .addOption(
      new Option('--oracle <kind>', 'judge by known answers, or by what an answer costs')
        .choices(['answers', 'cost'])
        .default('answers'),
    )
    .option('--json', 'one JSON value a line')
    .action((directory: string, flags: InitFlags) =>
      perform(flags.json ?? false, async (output) => {
        const { initCommand } = await import('./commands/init.ts');
        const { module, export: exported = 'default', oracle, title = module } = flags;
        const own = module === undefined ? null : { name: title!, module, export: exported, oracle };
        return initCommand({ directory, example: flags.example ?? null, own }, output);
      }),
    );
  addAuditCommand(program, perform, { count, seconds });
  addCompareCommand(program, perform, { count });
  program
    .command('doctor')
    .description('what isolation this machine has, what is missing and how to get it')
    .option('--json', 'one JSON value a line')
    .action((flags: { json?: boolean }) =>
      perform(flags.json ?? false, async (output) => {
        const { doctorCommand } = await import('./commands/doctor.ts');
        return doctorCommand(output);
      }),
    );
}

function count(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('a whole number above 0 is needed');
}

function seconds(text: string): number {
  const value = Number(text.replace(/s$/, ''));
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('a number of seconds is needed');
}
