import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { Perform } from './perform.ts';
import { readCommands } from './read-command.ts';

interface ConfirmFlags {
  readonly pairs: number;
  readonly ablate: number;
  readonly unsafeNoSandbox?: boolean;
}

/** Commands about what a run's keeps are worth. */
export function addCertificateCommands(program: Command, perform: Perform): void {
  const add = readCommands(program, perform);
  const certificate: Command = add(
    'certificate',
    'what the keeps are worth: claim, conditions, evidence',
    async (reference, output) => {
      const { certificateCommand } = await import('./commands/certificate.ts');
      const { markdown } = certificate.opts<{ markdown?: boolean }>();
      return certificateCommand(reference, markdown === true ? 'markdown' : 'text', output);
    },
  ).option('--markdown', 'as Markdown, for a pull request or a paper');
  const confirm: Command = add(
    'confirm',
    'judge the winner again on fresh inputs, and without each of its steps',
    async (reference, output) => {
      const { confirmCommand } = await import('./commands/confirm.ts');
      const { pairs, ablate, unsafeNoSandbox } = confirm.opts<ConfirmFlags>();
      const isolation = unsafeNoSandbox === true ? 'none' : 'required';
      return confirmCommand(reference, { confirmation: { pairs, ablate }, isolation }, output);
    },
  )
    .option('--pairs <count>', 'inputs that winner and baseline are both asked, in all', counted(1), 20)
    .option('--ablate <count>', 'steps to leave out at most', counted(0), 20)
    .option('--unsafe-no-sandbox', 'judge without isolation; every verdict is marked so');
}

function counted(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= 1000) return value;
    throw new InvalidArgumentError(`a whole number from ${least} to 1000 is needed`);
  };
}
