import { styleText } from 'node:util';
import { unifiedDiff } from '../../../workspace/unified-diff.ts';
import type { CandidateStory } from '../candidate-story.ts';
import { notACandidate, readStory } from '../candidate-story.ts';
import { sanitiseLines } from '../display/sanitise-lines.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import type { RunReference } from '../open-run.ts';
import { withRun } from '../open-run.ts';
import type { Output } from '../output.ts';

/** `fulcrum diff <a> <b>`: the change from one candidate to another as a unified diff. */
export function diffCommand(
  reference: RunReference,
  before: string,
  after: string,
  output: Output,
): Promise<ExitCode> {
  return withRun(reference, ({ ledger, state }) => {
    const [left, right] = [before, after].map((name) => treeOf(readStory(ledger, state, name)));
    const diff = unifiedDiff(ledger, left!, right!);
    output.both(
      { type: 'diff', before, after, diff },
      () => coloredDiff(output, sanitiseLines(diff)) || 'no difference',
    );
    return EXIT_CODES.finished;
  });
}

function treeOf({ candidate, number, refusal, measurement }: CandidateStory): string {
  if (candidate !== null) return candidate.tree;
  const why = refusal?.detail ?? `candidate ${measurement?.candidate.number} was judged once more`;
  throw notACandidate(number, 'See `fulcrum explain` for it, or name another', why);
}

/** A unified diff, free of control characters, in the colours of this output. */
export function coloredDiff({ color }: Output, diff: string): string {
  if (!color) return diff;
  return diff
    .split('\n')
    .map((line) => {
      if (line.startsWith('@@')) return styleText('cyan', line);
      if (line.startsWith('+')) return styleText('green', line);
      return line.startsWith('-') ? styleText('red', line) : line;
    })
    .join('\n');
}
