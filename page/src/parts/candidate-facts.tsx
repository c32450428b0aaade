import type { JSX } from 'preact';

import type { ModelWork, Provenance } from '../../../src/kernel/candidate.ts';
import { significant } from '../../../src/report/certificate/numbers.ts';
import type { CandidateDetail } from '../../../src/surfaces/view/protocol.ts';
import { CandidateLink } from './candidate-link.tsx';
import { CopyCommand } from './copy-command.tsx';
import { KeyValue } from './key-value.tsx';
import { Panel } from './panel.tsx';

/** Beside a candidate: where it came from, what its making cost, and what to type to see the same elsewhere. */
export function CandidateFacts({
  run,
  detail,
}: {
  readonly run: string;
  readonly detail: CandidateDetail;
}): JSX.Element {
  const { provenance, commands, trajectory } = detail;
  return (
    <aside class="side" aria-label="About this candidate">
      <Panel title="Origin">
        <Origin detail={detail} />
      </Panel>
      {provenance.model === undefined ? null : (
        <Panel title="Model">
          <Model run={run} model={provenance.model} />
        </Panel>
      )}
      {provenance.taint === undefined ? null : <Taint taint={provenance.taint} />}
      {trajectory.length === 0 ? null : (
        <Panel title="Trajectory" aside={<span class="muted">{trajectory.length} lines</span>}>
          <Trajectory lines={trajectory} />
        </Panel>
      )}
      {Object.keys(commands).length === 0 ? null : (
        <Panel title="Reproduce">
          {Object.entries(commands).map(([purpose, command]) => (
            <CopyCommand key={purpose} purpose={purpose} command={command} />
          ))}
        </Panel>
      )}
    </aside>
  );
}

function Origin({ detail }: { readonly detail: CandidateDetail }): JSX.Element {
  const { provenance, tree, size, files, verdicts } = detail;
  const { author } = provenance;
  const times = verdicts.flatMap(({ milliseconds }) => milliseconds ?? []);
  const judging = times.reduce((sum, time) => sum + time, 0);
  return (
    <KeyValue
      rows={[
        ['proposer', <bdi key="proposer">{provenance.proposer}</bdi>],
        ['operator', <bdi key="operator">{provenance.operator}</bdi>],
        author === undefined
          ? null
          : ['author', <bdi key="author">{`${author.kind}, ${author.family ?? 'family not said'}`}</bdi>],
        ['editable code', `${size.toLocaleString('en-US')} bytes`],
        files.length === 0 ? null : ['files', files.length.toLocaleString('en-US')],
        times.length === 0 ? null : ['judged for', significant(judging / 1000, 's', 3)],
        tree === ''
          ? null
          : [
              'tree',
              <code key="tree" title={tree}>
                {tree.slice(0, 16)}
              </code>,
            ],
      ]}
    />
  );
}

function Model({ run, model }: { readonly run: string; readonly model: ModelWork }): JSX.Element {
  const {
    name,
    turns,
    inputTokens,
    outputTokens,
    money,
    promptDigest,
    answerDigest,
    taint,
    memory = [],
  } = model;
  const { prompt, embedding } = model;
  const digest = (hash: string): JSX.Element => <code title={hash}>{hash.slice(0, 16)}</code>;
  return (
    <KeyValue
      rows={[
        ['model', <bdi key="model">{name}</bdi>],
        ['turns', turns],
        ['tokens in, out', `${countText(inputTokens)}, ${countText(outputTokens)}`],
        ['cost', money === null ? 'not known' : significant(money, 'USD', 3)],
        ['prompt', digest(promptDigest)],
        ['answer', answerDigest === null ? 'none' : digest(answerDigest)],
        prompt === undefined ? null : ['instructions', digest(prompt.digest)],
        memory.length === 0 ? null : ['memory shown', `${memory.length} entries`],
        embedding?.nearest == null
          ? null
          : [
              'most like',
              <span key="nearest">
                <CandidateLink run={run} number={embedding.nearest.number} />,{' '}
                {significant(embedding.nearest.similarity, '', 3)}
              </span>,
            ],
        taint.length === 0 ? null : ['found in its input', taint.join(', ')],
      ]}
    />
  );
}

function countText(count: number | null): string {
  return count === null ? 'not known' : count.toLocaleString('en-US');
}

function Taint({ taint }: { readonly taint: NonNullable<Provenance['taint']> }): JSX.Element {
  return (
    <Panel title="Suspicious text">
      <KeyValue
        rows={[
          taint.shown.length === 0 ? null : ['in what it read', taint.shown.join(', ')],
          taint.written.length === 0 ? null : ['in what it wrote', taint.written.join(', ')],
        ]}
      />
    </Panel>
  );
}

const MOST_LINES = 400;

/** What the proposer said and did, as data: never markup, never instructions. */
function Trajectory({ lines }: { readonly lines: readonly string[] }): JSX.Element {
  return (
    <div class="trajectory" role="region" tabIndex={0} aria-label="Trajectory of the proposer">
      {lines.slice(0, MOST_LINES).map((line, index) => (
        <p key={index}>
          <bdi>{line}</bdi>
        </p>
      ))}
      {lines.length > MOST_LINES ? <p class="muted">{lines.length - MOST_LINES} more lines</p> : null}
    </div>
  );
}
