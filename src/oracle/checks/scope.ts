import { z } from 'zod';
import { pathMatcher } from '../../workspace/paths.ts';
import { checkKind } from './check-kind.ts';

const options = z.strictObject({
  allow: z.array(z.string().min(1)).default([]).describe('Globs that may change besides the editable paths'),
  mostFiles: z.number().int().positive().nullable().default(null).describe('Most files that may change'),
});

/** Only editable paths may differ from the baseline. */
export const scopeCheck = checkKind(options, ({ allow, mostFiles }, place) => ({
  ...place,
  inspects: true,
  suffices: false,
  run: ({ files }) => {
    const isAllowed = pathMatcher(allow);
    const { changed } = files;
    const outside = changed.filter((path) => !files.isEditable(path) && !isAllowed(path));
    if (outside.length > 0) {
      const reason = `${outside.length === 1 ? 'a protected path differs' : `${outside.length} protected paths differ`}: ${outside[0]}`;
      return { status: 'fail', reason, evidence: { outside: outside.slice(0, 20) } };
    }
    if (mostFiles !== null && changed.length > mostFiles) {
      const reason = `${changed.length} files differ where ${mostFiles} may`;
      return { status: 'fail', reason, evidence: { changed: changed.slice(0, 20) } };
    }
    return { status: 'pass', metrics: { files: changed.length } };
  },
}));
