import { z } from 'zod';
import { checkKind } from './check-kind.ts';
import type { TreeFiles } from '../define.ts';

const options = z.strictObject({
  most: z
    .number()
    .positive()
    .nullable()
    .default(null)
    .describe('Most bytes of editable code; null measures it'),
  growth: z
    .number()
    .positive()
    .nullable()
    .default(null)
    .describe('Most times the bytes of the baseline; null measures it'),
});

/** Counts the bytes and lines of editable code: as an objective less code wins, and without one it breaks ties. */
export const sizeCheck = checkKind(options, ({ most, growth }, place) => ({
  ...place,
  inspects: true,
  suffices: false,
  run: ({ files }) => {
    const before = measure(files.baseline, files.isEditable);
    const after = measure(files.candidate, files.isEditable);
    const allowed = Math.min(most ?? Infinity, growth === null ? Infinity : growth * before.bytes);
    if (after.bytes > allowed) {
      const reason = `it has ${after.bytes} bytes of editable code where ${Math.floor(allowed)} are allowed`;
      return { status: 'fail', reason, metrics: { ...after } };
    }
    return { status: 'pass', metrics: { ...after } };
  },
}));

function measure(tree: TreeFiles, isEditable: (path: string) => boolean) {
  let [bytes, lines] = [0, 0];
  for (const path of tree.paths.filter(isEditable)) {
    const content = tree.bytes(path)!;
    bytes += content.length;
    for (const byte of content) if (byte === 10) lines += 1;
  }
  return { bytes, lines };
}
