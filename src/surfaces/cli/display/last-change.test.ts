import { expect, it } from 'vitest';
import type { Hash } from '../../../kernel/candidate.ts';
import { memoryStore } from '../../../workspace/memory-store.ts';
import { withFile } from '../../../workspace/tree.ts';
import { changeToDraw, createLastChange } from './last-change.ts';

it('shows what was kept last: lines out and in below their paths, files that were rewritten by name alone', () => {
  const store = memoryStore();
  const treeOf = (prefix: string, count: number): Hash => {
    const long = Array.from({ length: count }, (_, at) => `${prefix} ${at}`).join('\n');
    const tree = withFile(store, null, 'long.ts', new TextEncoder().encode(long));
    return withFile(store, tree, 'short.ts', new TextEncoder().encode(`same\n${prefix}\n`))!;
  };
  let made = 0;
  const change = createLastChange((before, after) => {
    made += 1;
    return changeToDraw(store, before, after);
  });
  change.follow(null);
  change.follow(treeOf('old', 3000));
  expect(change.lines()).toEqual([]);
  change.follow(treeOf('new', 3000));
  const shown = ['Files a/long.ts and b/long.ts differ too much to be shown', 'short.ts', '-old', '+new'];
  expect(change.lines()).toEqual(shown);
  change.follow(treeOf('new', 3000));
  expect(change.lines()).toEqual(shown);
  expect(made).toBe(1);
});
