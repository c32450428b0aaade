import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { ProposalOrder, ProposalReply } from '../../../src/surfaces/view/protocol.ts';
import { candidateAddress, ofRun } from '../data/address.ts';
import { post } from '../data/source.ts';
import { useData } from '../data/use-data.ts';
import { Panel } from './panel.tsx';

const EXAMPLE = `rule.ts
<<<<<<< SEARCH
return free;
=======
return -free;
>>>>>>> REPLACE

or a unified diff, as git diff prints it`;

/** A change, what it changes and who proposes it. */
export function ProposalForm(props: {
  readonly run: string;
  readonly editable: readonly string[];
  /** A number, `baseline` or `best`. */
  readonly base: string;
}): JSX.Element {
  const { run, editable } = props;
  const named = useData(candidateAddress(run, props.base));
  const [typed, setTyped] = useState<string | null>(null);
  const base = typed ?? (named.state === 'ready' ? String(named.data.number) : '');
  const [change, setChange] = useState('');
  const [summary, setSummary] = useState('');
  const [author, setAuthor] = useState('');
  const [outcome, setOutcome] = useState<Outcome>({ state: 'open' });

  const submit = async (): Promise<void> => {
    setOutcome({ state: 'sending' });
    const order: ProposalOrder = {
      base: Number(base),
      change,
      summary: summary.trim() === '' ? null : summary,
      author: author.trim() === '' ? null : author,
    };
    try {
      const reply = await post<ProposalReply>(ofRun(run, 'proposals'), order);
      setOutcome({ state: 'sent', reply });
      setChange('');
      setSummary('');
    } catch (error) {
      setOutcome({ state: 'refused', problem: error instanceof Error ? error.message : String(error) });
    }
  };

  const ready = /^\d+$/.test(base) && change.trim() !== '' && outcome.state !== 'sending';
  return (
    <Panel title="Propose a change" aside={<span>may change {editable.join(', ')}</span>}>
      <form
        class="form proposal-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void submit();
        }}
      >
        <div class="form-row">
          <label>
            <span>Changes candidate</span>
            <input
              class="field field-number"
              inputMode="numeric"
              pattern="[0-9]*"
              value={base}
              onInput={({ currentTarget }) => setTyped(currentTarget.value)}
            />
          </label>
          <label class="form-wide">
            <span>In one line</span>
            <input
              class="field"
              maxLength={200}
              value={summary}
              placeholder="Left out, it names the files"
              onInput={({ currentTarget }) => setSummary(currentTarget.value)}
            />
          </label>
          <label>
            <span>Your name</span>
            <input
              class="field"
              maxLength={200}
              value={author}
              placeholder="as git knows it"
              autoComplete="name"
              onInput={({ currentTarget }) => setAuthor(currentTarget.value)}
            />
          </label>
        </div>
        <label>
          <span>The change: search/replace blocks below their paths, or a unified diff</span>
          <textarea
            class="field code-field"
            rows={14}
            spellcheck={false}
            autocapitalize="off"
            value={change}
            placeholder={EXAMPLE}
            onInput={({ currentTarget }) => setChange(currentTarget.value)}
          />
        </label>
        <div class="form-buttons">
          <button type="submit" class="button button-main" disabled={!ready}>
            Propose
          </button>
          <Answer outcome={outcome} />
        </div>
      </form>
    </Panel>
  );
}

type Outcome =
  | { readonly state: 'open' | 'sending' }
  | { readonly state: 'sent'; readonly reply: ProposalReply }
  | { readonly state: 'refused'; readonly problem: string };

function Answer({ outcome }: { readonly outcome: Outcome }): JSX.Element | null {
  switch (outcome.state) {
    case 'open':
      return null;
    case 'sending':
      return <span class="muted">Sending…</span>;
    case 'sent':
      return (
        <span role="status">
          Number {outcome.reply.id} in the inbox, changing {outcome.reply.paths.join(', ')}. It is judged in
          its turn.
        </span>
      );
    case 'refused':
      return (
        <span class="problem" role="alert">
          {outcome.problem}
        </span>
      );
  }
}
