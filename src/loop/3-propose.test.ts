import { expect, it } from 'vitest';
import type { Author } from '../kernel/authorship.ts';
import type { Proposer } from '../kernel/contracts/proposer.ts';
import { candidateWith } from '../kernel/testing/fixtures.ts';
import { memoryStore } from '../workspace/testing/memory-store.ts';
import { buildTree } from '../workspace/tree.ts';
import type { Suggestion } from './3-propose.ts';
import { draft } from './3-propose.ts';

const PROPOSER: Proposer = {
  id: 'agent',
  trusted: false,
  start: () => null,
  observe: (state) => state,
  propose: () => Promise.reject(new Error('not asked')),
};

const store = memoryStore();
const tree = (text: string): string =>
  buildTree(store, [{ path: 'a.ts', hash: store.put(new TextEncoder().encode(text)), executable: false }])!;
const parents = ['one', 'two'].map((text, index) => candidateWith({ number: index, tree: tree(text) }));

/** What the ledger would say of the author of a change. */
function authorOf(proposer: Partial<Proposer>, author?: Author): Author | undefined {
  const provenance = {
    proposer: 'agent',
    operator: 'edit',
    summary: '',
    ...(author === undefined ? {} : { author }),
  };
  const proposal = { kind: 'edit', edits: [{ path: 'a.ts', content: 'three' }], provenance } as const;
  const suggestion: Suggestion = { number: 2, proposer: { ...PROPOSER, ...proposer }, parents, proposal };
  const edits = { editable: () => true, maximumFileBytes: 100 };
  const drafted = draft({ ledger: store, edits } as unknown as Parameters<typeof draft>[0], suggestion);
  return drafted.kind === 'candidate' ? drafted.candidate.provenance.author : undefined;
}

const shown = parents.map((parent) => parent.tree);

it('enters who the proposer is, and the parents it was shown', () => {
  const author = { kind: 'program', family: 'fulcrum-mutation' } as const;
  expect(authorOf({ author })).toEqual({ ...author, context: shown, at: null });
});

it('takes the author a proposal names, and never leaves out what it was shown', () => {
  const own: Author = { kind: 'model', family: 'claude', context: [shown[1]!, 'ab'.repeat(32)], at: null };
  const author = { kind: 'program', family: 'agent' } as const;
  expect(authorOf({ author }, own)).toEqual({ ...own, context: [...shown, 'ab'.repeat(32)] });
});

it('says nothing of an author nobody named', () => {
  expect(authorOf({})).toBeUndefined();
});
