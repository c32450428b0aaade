import type { JsonObject } from '../../kernel/json.ts';
import type { CheckSource } from '../../kernel/task.ts';
import type { LauncherHandle } from '../../sandbox/launcher.ts';
import type { FixtureOptions, JudgeFixture } from './judge-fixture.ts';
import { openJudge } from './judge-fixture.ts';

/** A check of the kind `tests` that may stand alone and runs the baseline once. */
export function suiteOf(options: JsonObject, place: Partial<CheckSource> = {}): CheckSource {
  const defaults = { files: ['test/**/*.test.js'], repeats: 1, acceptSameProcess: true };
  const { name = 'suite', slice = 'train', visibility = 'visible' } = place;
  return { kind: 'tests', name, slice, visibility, options: { ...defaults, ...options } };
}

/** A judge of candidates that are only files, all of them editable. */
export function judgeSuites(
  launcher: LauncherHandle,
  checks: readonly CheckSource[],
  baseline: { readonly [path: string]: string },
  further: Partial<FixtureOptions> = {},
): Promise<JudgeFixture> {
  return openJudge({
    launcher,
    oracle: '',
    baseline,
    ...further,
    task: {
      subject: { kind: 'files' },
      objectives: [
        { metric: 'passed', slice: 'train', direction: 'maximize', unit: '', target: null, required: null },
      ],
      oracle: { checks, data: [] },
      ...further.task,
    },
  });
}
