import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';

import type { DiffReply } from '../../../src/surfaces/view/protocol.ts';
import type { LinePart, PatchLine } from '../data/patch-lines.ts';
import { patchLines, patchSize, sideBySide } from '../data/patch-lines.ts';

export type DiffLayout = 'unified' | 'split';

/** Lines shown of one file. */
const MOST_LINES = 1200;

/** Changed files, one below the other; what was written by candidates stays text. */
export function Diff({
  files,
  layout,
}: {
  readonly files: DiffReply['files'];
  readonly layout: DiffLayout;
}): JSX.Element {
  if (files.length === 0) return <p class="muted">No file differs.</p>;
  return (
    <div class="diff">
      {files.map((file) => (
        <FileDiff key={file.path} file={file} layout={layout} />
      ))}
    </div>
  );
}

function FileDiff({
  file,
  layout,
}: {
  readonly file: DiffReply['files'][number];
  readonly layout: DiffLayout;
}): JSX.Element {
  const { lines, omitted } = useMemo(() => patchLines(file.patch, MOST_LINES), [file.patch]);
  const { added, removed } = patchSize(lines);
  return (
    <details class="diff-file" open>
      <summary>
        <bdi class="code">{file.path}</bdi>
        <span class="diff-size">
          <b class="diff-plus">+{added}</b> <b class="diff-minus">−{removed}</b>
        </span>
      </summary>
      <div class="diff-frame" role="region" tabIndex={0} aria-label={`Changes of ${file.path}`}>
        {layout === 'unified' ? <Unified lines={lines} /> : <Split lines={lines} />}
      </div>
      {omitted > 0 || file.cut ? (
        <p class="muted">
          {omitted > 0 ? `${omitted} more lines are not shown. ` : ''}
          {file.cut ? 'The change is longer than what is sent here: fulcrum diff prints it whole.' : ''}
        </p>
      ) : null}
    </details>
  );
}

const SIGNS: { readonly [kind in PatchLine['kind']]: string } = {
  context: '',
  added: '+',
  removed: '−',
  hunk: '',
  note: '',
};

function Unified({ lines }: { readonly lines: readonly PatchLine[] }): JSX.Element {
  return (
    <table class="diff-table" aria-label="Unified diff">
      <tbody>
        {lines.map((line, index) => (
          <tr key={index} class={`diff-${line.kind}`}>
            <td class="diff-number">{line.before}</td>
            <td class="diff-number">{line.after}</td>
            <td class="diff-sign">{SIGNS[line.kind]}</td>
            <td class="diff-text">
              <Parts parts={line.parts} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Split({ lines }: { readonly lines: readonly PatchLine[] }): JSX.Element {
  const pairs = useMemo(() => sideBySide(lines), [lines]);
  return (
    <table class="diff-table diff-split" aria-label="Diff side by side">
      <tbody>
        {pairs.map(({ left, right }, index) =>
          left !== null && left === right && left.kind !== 'context' ? (
            <tr key={index} class={`diff-${left.kind}`}>
              <td class="diff-number" />
              <td class="diff-text" colSpan={3}>
                <Parts parts={left.parts} />
              </td>
            </tr>
          ) : (
            <tr key={index}>
              <Side line={left} number={left?.before ?? null} />
              <Side line={right} number={right?.after ?? null} />
            </tr>
          ),
        )}
      </tbody>
    </table>
  );
}

function Side({
  line,
  number,
}: {
  readonly line: PatchLine | null;
  readonly number: number | null;
}): JSX.Element {
  const kind = line === null ? 'none' : line.kind;
  return (
    <>
      <td class={`diff-number diff-${kind}`}>{number}</td>
      <td class={`diff-text diff-${kind}`}>{line === null ? null : <Parts parts={line.parts} />}</td>
    </>
  );
}

function Parts({ parts }: { readonly parts: readonly LinePart[] }): JSX.Element {
  return (
    <bdi>
      {parts.map(({ text, changed }, index) =>
        changed ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
      )}
    </bdi>
  );
}
