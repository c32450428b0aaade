import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type { GivenAnswer } from './commands/approvals.ts';
import type { Perform } from './perform.ts';
import { readCommands } from './read-command.ts';

interface ApprovalFlags {
  readonly approve?: number;
  readonly reject?: number;
  readonly reason?: string;
  readonly author?: string;
}

/** The command for people who have to agree before a candidate is kept. */
export function addApprovalsCommand(program: Command, perform: Perform): void {
  const add = readCommands(program, perform);
  const approvals: Command = add(
    'approvals',
    'what waits for a person to agree, with its change; or the answer',
    async (reference, output) => {
      const { approvalsCommand } = await import('./commands/approvals.ts');
      const flags = approvals.opts<ApprovalFlags>();
      return approvalsCommand(reference, givenAnswer(flags), flags.author ?? null, output);
    },
  )
    .addOption(new Option('--approve <candidate>', 'agree that it is kept').argParser(candidateNumber))
    .addOption(
      new Option('--reject <candidate>', 'refuse it').argParser(candidateNumber).conflicts('approve'),
    )
    .option('--reason <line>', 'why; recorded with the answer')
    .option('--author <name>', 'instead of the name that git knows');
}

/** The reason is checked with the rest of the answer. */
function givenAnswer({ approve, reject, reason = '' }: ApprovalFlags): GivenAnswer | null {
  const number = approve ?? reject;
  return number === undefined ? null : { number, approved: approve !== undefined, reason };
}

function candidateNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError("a candidate's number is needed");
}
