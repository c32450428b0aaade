import type { Ledger, StoredEntry } from '../../kernel/contracts/ledger.ts';
import { isFulcrumError } from '../../kernel/errors.ts';
import type { Provenance } from '../../kernel/candidate.ts';
import { verdictsIn } from '../../kernel/signed-verdicts.ts';
import { listFiles } from '../../workspace/tree.ts';
import { readStory } from '../cli/candidate-story.ts';
import type { FollowedRun } from './followed-run.ts';
import type { CandidateDetail } from './protocol.ts';
import { readTrajectory } from './trajectory-lines.ts';

const MOST_FILES = 2000;
const NOBODY: Provenance = { proposer: '', operator: '', summary: '' };

/**
 * Everything the ledger says of one turn.
 *
 * @param name a candidate's number, `baseline` or `best`
 * @throws FulcrumError `FULCRUM_E_CANDIDATE_MISSING` when the run has none of that name
 */
export function candidateDetail(run: FollowedRun, name: string): CandidateDetail {
  const ledger = run.ledger();
  const fold = run.fold();
  const story = readStory(ledger, run.standing().state, name);
  const { number, candidate, refusal, measurement } = story;
  const shown = candidate ?? measurement?.candidate ?? null;
  return {
    number,
    tree: shown?.tree ?? '',
    parents: shown?.parents ?? refusal?.parents ?? [],
    children: fold.candidates.children(number),
    provenance: shown?.provenance ?? refusal?.provenance ?? NOBODY,
    size: shown?.size ?? 0,
    decision: story.decisions.at(-1) ?? null,
    refusal: refusal === null ? null : { kind: refusal.kind, detail: refusal.detail },
    verdicts: ledger.entriesOf(number).flatMap(verdictsOf),
    ...(shown === null ? { files: [], contentFault: null } : contentOf(ledger, shown.tree)),
    commands: commandsFor(run, number),
    trajectory: readTrajectory(run.place.directory, number),
  };
}

function verdictsOf(entry: StoredEntry): CandidateDetail['verdicts'] {
  const { event, observed } = entry;
  const isConfirmation = event.type === 'confirmation-judged';
  // The winner without one of its steps is no candidate.
  if (isConfirmation && event.step !== null) return [];
  const isBaseline = isConfirmation && event.role === 'baseline';
  const taken = observed['milliseconds'];
  const milliseconds = typeof taken === 'number' ? taken : null;
  return verdictsIn(entry).map(({ judged, verdict }) => ({
    judged: isBaseline ? 0 : judged,
    verdict,
    milliseconds,
  }));
}

/** A ledger that was salvaged may have lost content; the rest of the story is told all the same. */
function contentOf(ledger: Ledger, tree: string): Pick<CandidateDetail, 'files' | 'contentFault'> {
  const files: string[] = [];
  try {
    for (const { path } of listFiles(ledger, tree)) {
      files.push(path);
      if (files.length === MOST_FILES) break;
    }
    return { files, contentFault: null };
  } catch (error) {
    if (!isFulcrumError(error)) throw error;
    return { files, contentFault: `${error.facts.what} (${error.facts.code})` };
  }
}

function commandsFor({ place }: FollowedRun, number: number): CandidateDetail['commands'] {
  const { taskDirectory, name } = place;
  if (taskDirectory === null) return {};
  const where = `--task ${quoted(taskDirectory)}${name === 'main' ? '' : ` --name ${quoted(name)}`}`;
  return {
    'why it was kept or refused': `fulcrum explain ${number} ${where}`,
    'its files': `fulcrum show ${number} ${where}`,
    'its change': `fulcrum diff baseline ${number} ${where}`,
    'check the run and judge the winner again': `fulcrum verify ${where}`,
  };
}

function quoted(word: string): string {
  return /^[\w./~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
