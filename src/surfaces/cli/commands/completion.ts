import type { Command } from 'commander';
import { FulcrumError } from '../../../kernel/errors.ts';
import { completionScript, SHELLS } from '../completion-script.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';

/** `fulcrum completion <shell>`: for example `eval "$(fulcrum completion bash)"`. */
export function completionCommand(name: string, program: Command): ExitCode {
  const shell = SHELLS.find((known) => known === name);
  if (shell === undefined) {
    throw new FulcrumError({
      code: 'FULCRUM_E_SHELL_UNKNOWN',
      domain: 'usage',
      what: `there is no completion for "${name}"`,
      where: 'fulcrum completion',
      mend: `Name one of: ${SHELLS.join(', ')}`,
    });
  }
  process.stdout.write(completionScript(shell, program));
  return EXIT_CODES.finished;
}
