import type { ProposalRequest } from '../../kernel/contracts/proposer.ts';
import { createRandom } from '../../kernel/random.ts';

/** A request about one parent with these editable files. */
export function requestFor(
  files: { readonly [path: string]: string },
  changes: Partial<ProposalRequest<null>> = {},
): ProposalRequest<null> {
  return {
    number: 7,
    parents: [
      {
        candidate: {
          number: 3,
          tree: 'a'.repeat(64),
          parents: [0],
          provenance: { proposer: 'mutation', operator: 'x', summary: 'earlier' },
          size: 1,
        },
        files: { editable: () => Object.keys(files).toSorted(), read: (path) => files[path] ?? null },
        feedback: { status: 'pass', metrics: { known: { error: 5 } }, reason: null },
      },
    ],
    intent: 'vary',
    random: createRandom('request'),
    state: null,
    signal: new AbortController().signal,
    ...changes,
  };
}
