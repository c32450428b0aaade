import type { Author } from '../../kernel/authorship.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { canonicalJson } from '../../kernel/json.ts';
import { keyFingerprint, oracleDigest } from '../../ledger/attestation.ts';
import type { ReportContext } from '../context.ts';
import { formatCount, formatDuration } from '../format.ts';
import type { RunHistory } from '../history.ts';
import type { Markup } from '../markup.ts';
import { html } from '../markup.ts';
import { capped } from '../text.ts';

const ENVIRONMENT_FACTS = 40;

/** Seeds, hashes, machine and commands: how to get the same ledger again and how to check this one. */
export function renderReproductionSection(context: ReportContext): Markup {
  const { input } = context;
  const commands = Object.entries(input.commands).map(
    ([purpose, command]) =>
      html`<dt>${purpose}</dt>
        <dd><code>${command}</code></dd>`,
  );
  return html`<section id="reproduction">
    <h2>Run it again, check it</h2>
    ${commands.length === 0 ? null : html`<dl class="commands">${commands}</dl>`}
    <h3>Run</h3>
    ${renderFacts(runFacts(context, input.main))}
    ${
      input.control === null
        ? null
        : html`<h3>Control</h3>
            ${renderFacts(runFacts(context, input.control))}`
    }
    <h3>Environment</h3>
    ${renderFacts(environmentFacts(input.environment))}
  </section>`;
}

type Fact = readonly [name: string, value: string, kind?: 'hash'];

function runFacts(context: ReportContext, run: RunHistory): readonly Fact[] {
  const { state, head, attestation } = run;
  const task = state.task ?? context.task;
  return [
    ['strategy', nameWithOptions(task.strategy.kind, task.strategy.options)],
    ['proposers', task.proposers.map((source) => nameWithOptions(source.kind, source.options)).join('; ')],
    ['acceptance', nameWithOptions(task.acceptance.rule, task.acceptance as unknown as JsonObject)],
    ['search seed', task.seed],
    ['pipeline depth', formatCount(task.pipeline)],
    ['started', run.startedAt ?? '–'],
    ['ended', run.endedAt ?? '–'],
    ['at work', formatDuration(run.seconds)],
    ['resumed', formatCount(state.resumes)],
    [
      'ended because',
      state.finished === null ? 'still running' : `${state.finished.reason}: ${state.finished.detail}`,
    ],
    ['version', run.version ?? '–'],
    ['task', state.taskHash ?? '–', 'hash'],
    ['oracle seed, committed before', state.oracleSeedCommitment ?? '–', 'hash'],
    ['oracle seed, revealed after', run.oracleSeed ?? 'not revealed yet', 'hash'],
    ['verdicts signed by', attestation === null ? 'nobody' : keyFingerprint(attestation.publicKey), 'hash'],
    ...Object.entries(attestation?.environment ?? {}).map(([part, version]): Fact => [
      `judged with: ${capped(part, 40)}`,
      capped(version, 200),
    ]),
    ['oracle', attestation === null ? '–' : oracleDigest(attestation.oracle), 'hash'],
    ['oracle written by', authorText(task.oracle.author)],
    ['ledger entries', formatCount(head?.sequence ?? 0)],
    ['ledger head', head?.hash ?? '–', 'hash'],
    ['replay head', head?.replay ?? '–', 'hash'],
  ];
}

function authorText(author: Author | undefined): string {
  if (author === undefined) return 'not said';
  return capped(`${author.kind}, ${author.family ?? 'family not said'}`, 200);
}

function nameWithOptions(name: string, options: { readonly [key: string]: Json }): string {
  return capped(Object.keys(options).length === 0 ? name : `${name} ${canonicalJson(options)}`, 600);
}

function environmentFacts(environment: { readonly [key: string]: Json }): readonly Fact[] {
  return Object.entries(environment)
    .slice(0, ENVIRONMENT_FACTS)
    .map(([name, value]) => [name, capped(typeof value === 'string' ? value : canonicalJson(value), 300)]);
}

function renderFacts(facts: readonly Fact[]): Markup {
  const rows = facts.map(
    ([name, value, kind]) =>
      html`<dt>${name}</dt>
        <dd>${kind === 'hash' ? html`<code class="hash">${value}</code>` : value}</dd>`,
  );
  return html`<dl class="facts">${rows}</dl>`;
}
