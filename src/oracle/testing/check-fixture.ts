import { expect } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import type { SubjectSource } from '../../kernel/task.ts';
import type { CheckResult } from '../../kernel/verdict.ts';
import type { LauncherHandle } from '../../sandbox/launcher.ts';
import type { JudgeFixture } from './judge-fixture.ts';
import { openJudge } from './judge-fixture.ts';

export interface CheckOrder {
  readonly launcher: LauncherHandle;
  readonly kind: string;
  readonly options: JsonObject;
  /** Default: an export `answer` of `candidate.ts`. */
  readonly subject?: SubjectSource;
  readonly baseline?: { readonly [path: string]: string };
  readonly taskFiles?: { readonly [name: string]: string };
}

/** Text of an oracle module whose one check passes: for what may not judge alone. It reports the metric `score`. */
export const PASSING_ORACLE = `
  import { defineOracle } from 'fulcrum';
  export default defineOracle({ checks: [
    { name: 'score', slice: 'train', visibility: 'visible', run: () => ({ status: 'pass', metrics: { score: 1 } }) },
  ] });`;

export const NODE_SUBJECT: SubjectSource = { kind: 'node', module: 'candidate.ts', export: 'answer' };

/** An oracle of one visible check from the library, which reports the metric `inputs`. */
export function openCheck(order: CheckOrder): Promise<JudgeFixture> {
  const { launcher, kind, options, subject = NODE_SUBJECT, taskFiles = {} } = order;
  const { baseline = { 'candidate.ts': '' } } = order;
  return openJudge({
    ...{ launcher, taskFiles, baseline, oracle: '' },
    task: {
      subject,
      oracle: {
        checks: [{ kind, name: kind, slice: 'train', visibility: 'visible', options }],
        data: [],
      },
      objectives: [
        { metric: 'inputs', slice: 'train', direction: 'maximize', unit: '', target: null, required: null },
      ],
    },
  });
}

/** What the one check says of a candidate with this text. */
export async function resultOf(fixture: JudgeFixture, source: string): Promise<CheckResult> {
  const { verdict } = await fixture.ask(source);
  expect(verdict.checks).toHaveLength(1);
  return verdict.checks[0]!;
}
