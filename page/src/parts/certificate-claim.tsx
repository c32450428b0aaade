import type { JSX } from 'preact';

import type { Certificate, Condition, Guarantee } from '../../../src/kernel/certificate.ts';
import { significant } from '../../../src/report/certificate/numbers.ts';
import type { BadgeTone } from './badge.tsx';
import { Badge } from './badge.tsx';

/** The claim, whether it holds, how much of the permitted error is spent, and what it rests on. */
export function CertificateClaim({ certificate }: { readonly certificate: Certificate }): JSX.Element {
  const { guarantee, conditions } = certificate;
  const { title, tone } = standingOf(guarantee);
  const needed = conditions.filter((condition) => condition.needed);
  const beside = conditions.filter((condition) => !condition.needed);
  return (
    <section class={`claim claim-${tone}`} aria-label="What is claimed">
      <h2 class="visually-hidden">What is claimed</h2>
      <p class="claim-standing">
        <Badge tone={tone}>{title}</Badge>
        <span class="muted">
          {KINDS[guarantee.kind]}, rule {guarantee.rule}
        </span>
      </p>
      <p class="claim-text">{guarantee.claim}</p>
      {guarantee.alpha === null ? null : (
        <AlphaBar
          alpha={guarantee.alpha}
          spent={guarantee.alphaSpent ?? 0}
          confirmations={certificate.counts.confirmations.made}
        />
      )}
      <div class="conditions-columns">
        <Conditions title="The claim falls with these" conditions={needed} />
        <Conditions title="To be known beside it" conditions={beside} />
      </div>
    </section>
  );
}

const KINDS: { readonly [kind in Guarantee['kind']]: string } = {
  'whole-run': 'for the whole run',
  'false-share': 'on the share of false keeps',
  'per-decision': 'for each decision alone',
  comparison: 'by comparing figures',
  none: 'no guarantee',
};

function standingOf({ holds, kind }: Guarantee): { readonly title: string; readonly tone: BadgeTone } {
  if (kind === 'none') return { title: 'No guarantee', tone: 'warning' };
  switch (holds) {
    case 'yes':
      return { title: '✓ The claim holds', tone: 'good' };
    case 'no':
      return { title: '✗ The claim does not hold', tone: 'bad' };
    case 'unknown':
      return { title: '? Cannot be told from the ledger', tone: 'warning' };
  }
}

function AlphaBar(props: {
  readonly alpha: number;
  readonly spent: number;
  readonly confirmations: number;
}): JSX.Element {
  const { alpha, spent, confirmations } = props;
  const share = alpha === 0 ? 0 : Math.min(1, spent / alpha);
  return (
    <div class="alpha">
      <div class="alpha-bar" aria-hidden="true">
        <i style={{ width: `${100 * share}%` }} />
      </div>
      <span class="muted">
        {significant(spent)} of alpha {significant(alpha)} spent in {confirmations}{' '}
        {confirmations === 1 ? 'confirmation' : 'confirmations'}
      </span>
    </div>
  );
}

const MARKS: { readonly [state in Condition['state']]: { readonly mark: string; readonly words: string } } = {
  met: { mark: '✓', words: 'met' },
  'not-met': { mark: '✗', words: 'not met' },
  unknown: { mark: '?', words: 'unknown' },
};

function Conditions(props: {
  readonly title: string;
  readonly conditions: readonly Condition[];
}): JSX.Element | null {
  const { title, conditions } = props;
  if (conditions.length === 0) return null;
  return (
    <div>
      <h3>{title}</h3>
      <ul class="conditions">
        {conditions.map(({ name, state, detail }) => (
          <li key={name} class={`condition-${state}`}>
            <b aria-hidden="true">{MARKS[state].mark}</b>
            <div>
              {name}
              <span class="visually-hidden">: {MARKS[state].words}</span>
              <p class="muted">
                <bdi>{detail}</bdi>
              </p>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
