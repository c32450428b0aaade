import type { JSX } from 'preact';

import type { Certificate } from '../../../src/kernel/certificate.ts';
import { signed, significant } from '../../../src/report/certificate/numbers.ts';
import type { CertificateReply } from '../../../src/surfaces/view/protocol.ts';
import { Badge } from './badge.tsx';
import { CandidateLink } from './candidate-link.tsx';
import { Panel } from './panel.tsx';

type Chapter = CertificateReply['chapters'][number];

/** Chapters before this one, claim and conditions, are shown by `CertificateClaim`. */
const FIRST = 2;

/** Title of the chapter that has a figure. */
const WINNER = 'The winner, asked again';

/** The certificate's chapters as people read them, with a figure where one says it sooner than a sentence. */
export function CertificateChapters(props: {
  readonly run: string;
  readonly certificate: Certificate;
  readonly chapters: readonly Chapter[];
}): JSX.Element {
  const { run, certificate, chapters } = props;
  return (
    <>
      {chapters.slice(FIRST).map((chapter) => (
        <Panel
          key={chapter.title}
          title={chapter.title}
          aside={chapter.title === WINNER ? <WinnerStanding certificate={certificate} /> : undefined}
        >
          {chapter.title === WINNER ? <WinnerGain certificate={certificate} /> : null}
          {chapter.sentences.map((sentence) => (
            <p key={sentence} class="prose">
              <bdi>{sentence}</bdi>
            </p>
          ))}
          {chapter.table === null ? null : (
            <ChapterTable run={run} title={chapter.title} table={chapter.table} />
          )}
        </Panel>
      ))}
    </>
  );
}

function ChapterTable(props: {
  readonly run: string;
  readonly title: string;
  readonly table: NonNullable<Chapter['table']>;
}): JSX.Element {
  const { run, title, table } = props;
  const kindOf = (index: number): string => (table.columns[index]?.align === 'right' ? 'figure' : '');
  return (
    <div class="table-frame" role="region" tabIndex={0} aria-label={title}>
      <table class="table">
        <thead>
          <tr>
            {table.columns.map((column, index) => (
              <th key={index} scope="col" class={kindOf(index)}>
                {column.title === '' ? <span class="visually-hidden">remark</span> : column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, place) => (
            <tr key={place}>
              {row.map((cell, index) => (
                <td key={index} class={kindOf(index)}>
                  <Cell run={run} text={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** `#7` alone in a cell is a candidate. */
function Cell({ run, text }: { readonly run: string; readonly text: string }): JSX.Element {
  const number = /^#(\d{1,9})$/.exec(text)?.[1];
  return number === undefined ? <bdi>{text}</bdi> : <CandidateLink run={run} number={Number(number)} />;
}

/** Did the gain come again? */
function WinnerStanding({ certificate }: { readonly certificate: Certificate }): JSX.Element | null {
  const { reportedGain = null, confirmedGain = null } = certificate.winner?.reconfirmation ?? {};
  if (reportedGain === null || confirmedGain === null || reportedGain === 0) return null;
  return confirmedGain > 0 ? (
    <Badge tone="good">✓ came again</Badge>
  ) : (
    <Badge tone="bad">✗ did not come again</Badge>
  );
}

/** The gain the winner was chosen by beside what came of it on fresh questions: one bar each, on one scale. */
function WinnerGain({ certificate }: { readonly certificate: Certificate }): JSX.Element | null {
  const { winner, objective } = certificate;
  const reported = winner?.reconfirmation?.reportedGain ?? null;
  const confirmed = winner?.reconfirmation?.confirmedGain ?? null;
  if (winner === null || reported === null || confirmed === null) return null;
  const gains = winner.reconfirmation?.metrics[0]?.gains;
  const error =
    gains?.deviation == null
      ? null
      : gains.deviation / Math.sqrt(Math.max(1, gains.pairs - gains.failed - gains.otherFailed));
  const reach = [0, reported, confirmed - (error ?? 0), confirmed + (error ?? 0)];
  const [low, high] = [Math.min(...reach), Math.max(...reach)];
  const place = (value: number): number => (high === low ? 0 : (100 * (value - low)) / (high - low));
  const bar = (value: number): { left: string; width: string } => ({
    left: `${Math.min(place(0), place(value))}%`,
    width: `${Math.abs(place(value) - place(0))}%`,
  });
  return (
    <dl class="winner-gain">
      <div>
        <dt>chosen by</dt>
        <dd>
          <span class="gain-track" aria-hidden="true">
            <i class="gain-chosen" style={bar(reported)} />
          </span>
          <b>{signed(reported, objective.unit)}</b>
        </dd>
      </div>
      <div>
        <dt>on fresh inputs</dt>
        <dd>
          <span class="gain-track" aria-hidden="true">
            <i class="gain-fresh" style={bar(confirmed)} />
            {error === null ? null : (
              <i
                class="gain-error"
                style={{
                  left: `${place(confirmed - error)}%`,
                  width: `${place(confirmed + error) - place(confirmed - error)}%`,
                }}
              />
            )}
          </span>
          <b>
            {signed(confirmed, error === null ? objective.unit : '')}
            {error === null ? '' : ` ± ${significant(error, objective.unit, 2)}`}
          </b>
        </dd>
      </div>
    </dl>
  );
}
