import type { Provenance } from '../../../kernel/candidate.ts';
import type { Json } from '../../../kernel/json.ts';
import { listFiles, readText } from '../../../workspace/tree.ts';
import { pathMatcher } from '../../../workspace/paths.ts';
import type { LaterMeasurement } from '../candidate-measurements.ts';
import { measurementText, readMeasurements } from '../candidate-measurements.ts';
import type { CandidateStory } from '../candidate-story.ts';
import { readStory } from '../candidate-story.ts';
import { formatKeyValues } from '../display/tables.ts';
import { sanitiseLines } from '../display/sanitise-lines.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import { checkLine } from '../figures.ts';
import type { OpenRun, RunReference } from '../open-run.ts';
import { withRun } from '../open-run.ts';
import type { Output } from '../output.ts';

/** `fulcrum show <candidate>`: where it came from, how it was decided, what was measured of it later, and its files. */
export function showCommand(reference: RunReference, name: string, output: Output): Promise<ExitCode> {
  return withRun(reference, (run) => {
    const story = readStory(run.ledger, run.state, name);
    const files = editableFiles(run, story);
    const later = readMeasurements(run.ledger, story.number);
    const facts = { ...story, later, files } as unknown as { [key: string]: Json };
    output.both({ type: 'candidate', ...facts }, () => showText(story, later, files, output));
    return EXIT_CODES.finished;
  });
}

function editableFiles({ ledger, task }: OpenRun, { candidate }: CandidateStory): { [path: string]: string } {
  if (candidate === null) return {};
  const editable = pathMatcher(task.workspace.editable);
  const paths = [...listFiles(ledger, candidate.tree)]
    .map(({ path }) => path)
    .filter((path) => editable(path));
  return Object.fromEntries(paths.map((path) => [path, readText(ledger, candidate.tree, path) ?? '']));
}

function showText(
  story: CandidateStory,
  later: readonly LaterMeasurement[],
  files: { readonly [path: string]: string },
  output: Output,
): string {
  const { candidate, refusal } = story;
  const provenance = candidate?.provenance ?? refusal?.provenance;
  const pairs: readonly (readonly [string, string])[] = [
    ['candidate', String(story.number)],
    ['parents', (candidate?.parents ?? refusal?.parents ?? []).join(', ') || 'none'],
    ['made by', provenance ? `${provenance.proposer}, ${provenance.operator}` : 'nobody'],
    ['change', provenance?.summary ?? 'none'],
    ['outcome', outcomeText(story)],
    ['evidence', evidenceText(story)],
    ['author', authorText(provenance)],
    ['tree', candidate?.tree ?? 'none'],
    ['size', candidate === null ? 'none' : `${candidate.size} bytes of editable code`],
  ];
  const head = formatKeyValues([...pairs, ...laterPairs(later)], output).join('\n');
  const bodies = Object.entries(files).map(
    ([path, text]) => `\n--- ${sanitiseLines(path)}\n${sanitiseLines(text)}`,
  );
  return [head, ...bodies].join('\n');
}

function laterPairs(later: readonly LaterMeasurement[]): readonly (readonly [string, string])[] {
  return later.map((measurement, index) => {
    const [when, what] = measurementText(measurement);
    return [index === 0 ? 'later' : '', `${when}: ${what}`];
  });
}

/** The last verdict on the candidate itself, with its figures and what stands behind each. */
function evidenceText({ number, judgements, measurement }: CandidateStory): string {
  const verdict = measurement?.verdict ?? judgements.findLast(({ judged }) => judged === number)?.verdict;
  return verdict === undefined ? 'not judged' : verdict.checks.map(checkLine).join('; ');
}

function authorText(provenance: Provenance | null | undefined): string {
  const author = provenance?.author;
  if (author === undefined) return 'not known';
  return `${author.kind}, ${author.family ?? 'family not known'}; had ${author.context.length} named contents before it`;
}

function outcomeText({ refusal, measurement, decisions }: CandidateStory): string {
  if (refusal !== null) return `refused before judging (${refusal.kind}): ${refusal.detail}`;
  if (measurement !== null) return `no proposal: candidate ${measurement.candidate.number} judged once more`;
  const decision = decisions.at(-1);
  return decision === undefined ? 'the baseline' : `${decision.kind}: ${decision.reason}`;
}
