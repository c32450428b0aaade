import type { JSX } from 'preact';

import type { Overview } from '../../../../src/surfaces/view/protocol.ts';
import { GRADE_WORDS } from '../../../../src/report/grade-words.ts';
import { Badge } from '../badge.tsx';
import { Grade } from '../grade.tsx';
import { KeyValue } from '../key-value.tsx';
import { Panel } from '../panel.tsx';

/** Who decides what is better, behind which wall, and how far that can be believed. */
export function JudgePanel({ overview }: { readonly overview: Overview }): JSX.Element {
  const { judge, heldOut } = overview;
  return (
    <Panel title="What judges this run" aside={<Grade grade={judge.grade} />}>
      {judge.grade === null ? null : <p class="judge-words">{GRADE_WORDS[judge.grade]}</p>}
      <KeyValue
        rows={[
          ['Oracle', judge.oracle],
          ['Rule', judge.rule],
          [
            'Held out',
            heldOut.length === 0 ? (
              <Badge tone="warning">nothing</Badge>
            ) : (
              heldOut.map(({ name }) => name).join(', ')
            ),
          ],
          ['Isolation', judge.isolation ?? <Badge tone="bad">none</Badge>],
          ['Verdicts', judge.signed ? 'signed by the oracle' : 'not signed'],
        ]}
      />
    </Panel>
  );
}
