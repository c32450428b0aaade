import type { Candidate } from '../kernel/candidate.ts';
import type { StoredEntry } from '../kernel/contracts/ledger.ts';
import { plainText } from '../kernel/plain-text.ts';
import { SCREENING_INPUTS, screenedScore } from '../kernel/run-state.ts';
import type { Task } from '../kernel/task.ts';
import { metricOf, type Verdict } from '../kernel/verdict.ts';

const HEADER = 'commit\tval_bpb\tmemory_gb\tstatus\tdescription';
const COMMIT_DIGITS = 7;
const MEGABYTES = 1024;

/**
 * A run as the `results.tsv` of karpathy/autoresearch (program.md, "Logging results"): one line a candidate, the baseline
 * first. The columns keep their names whatever the task measures, since what reads such files goes by them: `commit` is
 * the beginning of the tree's hash, `val_bpb` the first objective on the screening inputs, `memory_gb` the metric
 * `peak_vram_mb` of its slice in units of 1,024, empty where no check reports it, and `status` keep, discard or crash.
 * Whatever does not pass is a crash, with zeros, as there; what was not kept for any other reason is a discard. A decision
 * that was taken again counts as it came out.
 */
export function resultsTable(entries: Iterable<StoredEntry>): string {
  const lines = new Map<number, string>();
  let task: Task | null = null;
  let candidate: Candidate | null = null;
  let screened: Verdict | null = null;
  for (const { event } of entries) {
    switch (event.type) {
      case 'run-started':
        ({ task, baseline: candidate } = event);
        break;
      case 'baseline-judged':
        lines.set(0, lineOf(task!, candidate!, event.screened, 'keep', 'baseline'));
        break;
      case 'candidate-proposed':
      case 'candidate-reopened':
        ({ candidate } = event);
        screened = null;
        break;
      case 'candidate-judged':
        if (event.judged === candidate?.number && event.verdict.inputs === SCREENING_INPUTS)
          screened = event.verdict;
        break;
      case 'candidate-decided': {
        const status = event.decision.kind === 'keep' ? 'keep' : 'discard';
        const { number, provenance } = candidate!;
        lines.set(number, lineOf(task!, candidate!, screened, status, provenance.summary));
        break;
      }
      default:
    }
  }
  return `${[HEADER, ...lines.values()].join('\n')}\n`;
}

function lineOf(
  task: Task,
  { tree }: Candidate,
  screened: Verdict | null,
  status: 'keep' | 'discard',
  description: string,
): string {
  const score = screened === null ? null : screenedScore(task, screened);
  const cells = [tree.slice(0, COMMIT_DIGITS)];
  if (score === null) cells.push((0).toFixed(6), (0).toFixed(1), 'crash');
  else cells.push(score.toFixed(6), memoryOf(task, screened!), status);
  return [...cells, plainText(description).text.replaceAll(/\s+/g, ' ').trim()].join('\t');
}

function memoryOf(task: Task, screened: Verdict): string {
  const megabytes = metricOf(screened, task.objectives[0]!.slice, 'peak_vram_mb');
  return megabytes === null ? '' : (megabytes / MEGABYTES).toFixed(1);
}
