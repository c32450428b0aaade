import { z } from 'zod';
import { pathMatcher } from '../../workspace/paths.ts';
import type { CheckContext, CheckDefinition, CheckOutcome, TreeFiles } from '../define.ts';
import type { CheckPlace } from './check-kind.ts';
import { checkKind } from './check-kind.ts';
import type { FoundSecret } from './secrets/scan.ts';
import { secretScanner } from './secrets/scanner.ts';

const options = z.strictObject({
  ignore: z.array(z.string().min(1)).default([]).describe('Globs of files that are not looked at'),
  mostBytes: z
    .number()
    .int()
    .positive()
    .default(2 ** 20)
    .describe('Longest file; a longer one that changed is refused'),
  seconds: z.number().positive().default(10).describe('Time for one file'),
});

type Options = z.infer<typeof options>;

export type SecretsOptions = CheckPlace & z.input<typeof options>;

/** No secrets in what the candidate changed that the changed files did not hold before. */
export const secretsCheck = checkKind(options, (given, place) => noNewSecrets(place, given));

/** Time that all files of one candidate together may take, in files that take all of theirs. */
const SLOWEST_FILES = 6;
const SHOWN = 20;

/** The same check for an oracle in TypeScript. */
export function secrets({ name, slice, visibility, ...given }: SecretsOptions): CheckDefinition {
  return noNewSecrets({ name, slice, visibility }, options.parse(given));
}

function noNewSecrets(place: CheckPlace, given: Options): CheckDefinition {
  const scan = secretScanner();
  const run = async ({ files, signal }: CheckContext): Promise<CheckOutcome> => {
    const isIgnored = pathMatcher(given.ignore);
    const paths = files.changed.filter((path) => !isIgnored(path));
    const before = new Set<string>();
    const added: (FoundSecret & { readonly path: string })[] = [];
    let left = SLOWEST_FILES * given.seconds * 1000;
    const secretsOf = async (tree: TreeFiles, path: string): Promise<readonly FoundSecret[] | null> => {
      signal.throwIfAborted();
      const started = performance.now();
      const found = await scan(path, tree.text(path)!, Math.min(given.seconds, left / 1000));
      left -= performance.now() - started;
      return found;
    };
    for (const path of paths.filter((one) => isScannable(files.baseline, one, given.mostBytes))) {
      const found = await secretsOf(files.baseline, path);
      for (const { identity } of found ?? []) before.add(identity);
    }
    const own = paths.filter((path) => files.candidate.bytes(path) !== null);
    for (const path of own) {
      if (!isScannable(files.candidate, path, given.mostBytes))
        return refusal(`${shortened(path)} has more than the ${given.mostBytes} bytes that are looked at`);
      const found = await secretsOf(files.candidate, path);
      if (found === null)
        return refusal(`${shortened(path)} could not be looked through within ${given.seconds} s`);
      added.push(
        ...found.filter(({ identity }) => !before.has(identity)).map((secret) => ({ ...secret, path })),
      );
    }
    const metrics = { files: own.length, secrets: added.length };
    const [first] = added;
    if (first === undefined) return { status: 'pass', metrics };
    const count = `${added.length} new ${added.length === 1 ? 'secret' : 'secrets'}`;
    return {
      status: 'fail',
      reason: `${count}, the first at ${shortened(first.path)}:${first.line} (${first.rule})`,
      metrics,
      // Never what was found: the ledger is for everyone to read.
      evidence: {
        secrets: added.slice(0, SHOWN).map(({ rule, line, path }) => ({ rule, line, path: shortened(path) })),
      },
    };
  };
  return { ...place, inspects: true, suffices: false, seconds: SLOWEST_FILES * given.seconds, run };
}

function isScannable(tree: TreeFiles, path: string, mostBytes: number): boolean {
  const bytes = tree.bytes(path);
  return bytes !== null && bytes.length <= mostBytes;
}

function refusal(reason: string): CheckOutcome {
  return { status: 'fail', reason };
}

function shortened(path: string): string {
  return path.slice(0, 200);
}
