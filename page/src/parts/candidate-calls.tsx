import type { JSX } from 'preact';

import type { ModelCalls } from '../../../src/surfaces/view/protocol.ts';
import { significant } from '../../../src/report/certificate/numbers.ts';
import { callsAddress } from '../data/address.ts';
import { isSaved } from '../data/source.ts';
import { useData } from '../data/use-data.ts';
import { Badge } from './badge.tsx';
import { Load } from './load.tsx';
import { Panel } from './panel.tsx';

type ModelCall = ModelCalls['calls'][number];

/** What models were asked for this candidate and what they answered, word for word as far as it was recorded. */
export function CandidateCalls({
  run,
  number,
}: {
  readonly run: string;
  readonly number: number;
}): JSX.Element | null {
  const calls = useData(isSaved ? null : callsAddress(run, number));
  // A copy holds no words of models: they may be long, and others' to give away.
  if (isSaved) return null;
  return (
    <Panel title="Asked and answered">
      <Load of={calls} height={120}>
        {(data) => <Calls {...data} />}
      </Load>
    </Panel>
  );
}

function Calls({ calls, cut }: ModelCalls): JSX.Element {
  if (calls.length === 0)
    return (
      <p class="muted">
        No call of a model is recorded for it: its proposer asked past the meter, or the record is gone.
      </p>
    );
  return (
    <div class="verdicts">
      {calls.map((call, index) => (
        <Call key={index} call={call} open={index === 0} />
      ))}
      {cut ? <p class="muted">More lie in the run directory, under models.</p> : null}
    </div>
  );
}

function Call({ call, open }: { readonly call: ModelCall; readonly open: boolean }): JSX.Element {
  const { model, outcome, message, money, milliseconds, asked, answered } = call;
  return (
    <details class="verdict call" open={open}>
      <summary>
        <Badge tone={outcome === 'answered' ? 'good' : 'warning'}>{outcome}</Badge>
        <span class="call-model">
          <bdi>{model ?? 'no model named'}</bdi>
        </span>
        <span class="muted">
          {significant(milliseconds / 1000, 's', 3)},{' '}
          {money === null ? 'price not known' : significant(money, 'USD', 3)}
        </span>
      </summary>
      {message === null ? null : (
        <p class="reason">
          <bdi>{message}</bdi>
        </p>
      )}
      <div class="trajectory" role="region" tabIndex={0} aria-label={`Words of call ${call.call}`}>
        {asked === null ? <p class="muted">What was asked is not kept.</p> : null}
        {(asked ?? []).map(({ by, text }, index) => (
          <Words key={index} by={by} text={text} />
        ))}
        {answered === null ? <p class="muted">No answer is kept.</p> : <Words by="answer" text={answered} />}
      </div>
    </details>
  );
}

/** As data: never markup, never instructions. */
function Words({ by, text }: { readonly by: string; readonly text: string }): JSX.Element {
  return (
    <p>
      <b>
        <bdi>{by}</bdi>
      </b>
      {'\n'}
      <bdi>{text}</bdi>
    </p>
  );
}
