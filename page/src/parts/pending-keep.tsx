import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { ApprovalAnswer } from '../../../src/kernel/approval.ts';
import { formatDuration } from '../../../src/report/format.ts';
import type { ApprovalOrder, Approvals, PendingKeep as Keep } from '../../../src/surfaces/view/protocol.ts';
import { approvalAddress, candidateAddress, overviewAddress } from '../data/address.ts';
import { useDwell } from '../data/dwell.ts';
import { post } from '../data/source.ts';
import { useData } from '../data/use-data.ts';
import { Badge } from './badge.tsx';
import { CandidateChecks } from './candidate-checks.tsx';
import { CandidateDecision } from './candidate-decision.tsx';
import { DiffBetween } from './candidate-diff.tsx';
import { CandidateFigures } from './candidate-figures.tsx';
import { CandidateLink } from './candidate-link.tsx';
import { Load } from './load.tsx';
import { Panel } from './panel.tsx';

/** One keep that waits: its change, its evidence, and the answer. */
export function PendingKeep(props: {
  readonly run: string;
  readonly keep: Keep;
  readonly answered: (answer: ApprovalAnswer) => void;
}): JSX.Element {
  const { run, keep, answered } = props;
  const detail = useData(candidateAddress(run, keep.number), run);
  const overview = useData(overviewAddress(run));
  const task = overview.state === 'ready' ? overview.data : null;
  const standing = keep.answer === null ? 'waits' : 'answered';
  return (
    <section class="pending" aria-label={`Candidate ${keep.number} ${standing}`}>
      <header class="pending-head">
        <Badge tone="strong">{standing}</Badge>
        <CandidateLink run={run} number={keep.number} />
        <bdi class="pending-summary">{keep.summary}</bdi>
        <span class="muted">
          would take the place of <CandidateLink run={run} number={keep.against} />
        </span>
      </header>
      <div class="with-side">
        <div class="stack">
          <Panel title="What it changes of the incumbent">
            <DiffBetween run={run} before={keep.against} after={keep.number} layout="unified" />
          </Panel>
          <Load of={detail} height={320}>
            {(data) => (
              <>
                <CandidateDecision detail={{ ...data, decision: keep.decision }} task={task} waits />
                <CandidateFigures detail={data} task={task} />
                <CandidateChecks detail={data} />
              </>
            )}
          </Load>
        </div>
        <aside class="side" aria-label="Answer">
          {keep.answer === null ? (
            <AnswerForm run={run} keep={keep} answered={answered} />
          ) : (
            <Answered answer={keep.answer} />
          )}
        </aside>
      </div>
    </section>
  );
}

function Answered({ answer }: { readonly answer: ApprovalAnswer }): JSX.Element {
  return (
    <Panel title="Answered">
      <p role="status">
        {answer.approved ? 'Approved' : 'Rejected'} by <bdi>{answer.who}</bdi>. The run takes it up at once,
        or when it is resumed.
      </p>
    </Panel>
  );
}

const NAME_KEY = 'fulcrum-name';

function AnswerForm(props: Parameters<typeof PendingKeep>[0]): JSX.Element {
  const { run, keep, answered } = props;
  const dwell = useDwell(keep.diff);
  const [who, setWho] = useState(rememberedName);
  const [reason, setReason] = useState('');
  const [state, setState] = useState<'open' | 'sending'>('open');
  const [problem, setProblem] = useState<string | null>(null);
  const complete = who.trim() !== '' && reason.trim() !== '';

  const answer = async (approved: boolean): Promise<void> => {
    setState('sending');
    setProblem(null);
    rememberName(who);
    const order: ApprovalOrder = { approved, who, reason, dwellSeconds: dwell(), diff: keep.diff };
    try {
      const { pending } = await post<Approvals>(approvalAddress(run, keep.number), order);
      // A run that goes on may have taken it up already.
      answered(pending.find(({ diff }) => diff === keep.diff)?.answer ?? { number: keep.number, ...order });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      setState('open');
    }
  };

  return (
    <Panel title="Answer" aside={<Waited since={keep.since} dwell={dwell} />}>
      <form class="form" onSubmit={(event) => event.preventDefault()}>
        <label>
          <span>Your name</span>
          <input
            class="field"
            value={who}
            maxLength={200}
            autoComplete="name"
            onInput={({ currentTarget }) => setWho(currentTarget.value)}
          />
        </label>
        <label>
          <span>Reason</span>
          <textarea
            class="field"
            rows={4}
            maxLength={2000}
            value={reason}
            placeholder="What you looked at, and why it may or may not be kept"
            onInput={({ currentTarget }) => setReason(currentTarget.value)}
          />
        </label>
        {problem === null ? null : (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <div class="form-buttons">
          <button
            type="button"
            class="button button-main"
            disabled={!complete || state === 'sending'}
            onClick={() => void answer(true)}
          >
            Approve
          </button>
          <button
            type="button"
            class="button"
            disabled={!complete || state === 'sending'}
            onClick={() => void answer(false)}
          >
            Reject
          </button>
        </div>
        <p class="muted">
          Name, reason and how long this page was in sight are written into the ledger. The first answer
          stands.
        </p>
      </form>
    </Panel>
  );
}

function Waited({ since, dwell }: { readonly since: string; readonly dwell: () => number }): JSX.Element {
  const [, redraw] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => redraw((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const waited = (Date.now() - Date.parse(since)) / 1000;
  return (
    <span class="muted">
      {Number.isFinite(waited) ? `waits ${formatDuration(waited)}, ` : ''}seen {formatDuration(dwell())}
    </span>
  );
}

function rememberedName(): string {
  try {
    return localStorage.getItem(NAME_KEY) ?? '';
  } catch {
    return '';
  }
}

function rememberName(name: string): void {
  try {
    localStorage.setItem(NAME_KEY, name);
  } catch {
    // Without storage the name is asked for again.
  }
}
