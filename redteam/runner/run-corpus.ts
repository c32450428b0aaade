import { join } from 'node:path';
import { FulcrumError } from '../../src/kernel/errors.ts';
import type { LauncherHandle } from '../../src/sandbox/launcher.ts';
import { applyEdits } from '../../src/workspace/apply-edits.ts';
import { importDirectory } from '../../src/workspace/import-directory.ts';
import { memoryStore } from '../../src/workspace/memory-store.ts';
import type { Row } from './assess.ts';
import { assessControl, assessExploit, stopOf } from './assess.ts';
import type { Control, Corpus, Exploit } from './corpus.ts';
import { editsOf, problemDirectory } from './corpus.ts';
import type { Bench } from './fulcrum.ts';
import { openBench } from './fulcrum.ts';
import type { NaiveHost, NaiveVerdict } from './naive.ts';
import { askNaiveHarness } from './naive.ts';

const WORKERS = 2;
/** Attempts an exploit has to fool its harness: some race with it, and what fools it once would be kept by a search. */
const MOST_ATTEMPTS = 3;

type Edits = Exploit['edits'];
type Naive = (harness: string, edits: Edits) => Promise<NaiveVerdict>;

/** One problem in one language. */
interface Place extends Pick<Exploit, 'problem' | 'language'> {
  /** Absolute path of `redteam/`. */
  readonly root: string;
}

/**
 * Runs every exploit against its naive harness and against Fulcrum, and every control against Fulcrum; problem after
 * problem, two candidates at a time. Before that each harness and each problem must tell honest work from the baseline:
 * else being accepted would prove nothing.
 */
export async function runCorpus(
  corpus: Corpus,
  launcher: LauncherHandle,
  onRow: (row: Row) => void,
): Promise<readonly Row[]> {
  const store = memoryStore();
  const host: NaiveHost = { launcher, store, scratch: launcher.scratch };
  const entries: readonly (Exploit | Control)[] = [...corpus.exploits, ...corpus.controls];
  const groups = Map.groupBy(entries, ({ problem, language }) => `${problem} ${language}`);
  const rows: Row[] = [];
  for (const group of groups.values()) {
    const { problem, language } = group[0]!;
    const place: Place = { root: corpus.root, problem, language };
    const bench = await openBench({
      directory: problemDirectory(corpus.root, place),
      ...{ launcher, store, scratch: join(launcher.scratch, 'judge'), workers: WORKERS },
    });
    try {
      await runGroup(group, place, bench, host, (row) => {
        rows.push(row);
        onRow(row);
      });
    } finally {
      await bench.close();
    }
  }
  return rows.toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

async function runGroup(
  group: readonly (Exploit | Control)[],
  place: Place,
  bench: Bench,
  host: NaiveHost,
  onRow: (row: Row) => void,
): Promise<void> {
  const naive: Naive = (harness, edits) => askNaive(host, place, harness, edits);
  const harnesses = new Set(group.flatMap((entry) => ('harness' in entry ? [entry.harness] : [])));
  const honest = editsOf(join(problemDirectory(place.root, place), 'honest'), []);
  await checkProblem(bench, place, honest);
  for (const harness of harnesses) await checkHarness(harness, place, naive, honest);
  await inLanes(group, async (entry) => {
    if ('harness' in entry)
      onRow(assessExploit(entry, await demonstrate(entry, naive), await bench.assess(entry.edits)));
    else onRow(assessControl(entry, await bench.assess(entry.edits)));
  });
}

async function demonstrate({ harness, edits }: Exploit, naive: Naive): Promise<NaiveVerdict> {
  let verdict = await naive(harness, edits);
  for (let attempt = 2; attempt <= MOST_ATTEMPTS && !verdict.accepted; attempt += 1)
    verdict = await naive(harness, edits);
  return verdict;
}

/** The exploit's files over the baseline, wherever they lie: no naive harness protects a path. */
async function askNaive(host: NaiveHost, place: Place, harness: string, edits: Edits): Promise<NaiveVerdict> {
  const baseline = join(problemDirectory(place.root, place), 'baseline');
  const maximumFileBytes = 2 ** 24;
  const tree = importDirectory(host.store, baseline, { exclude: [], maximumFileBytes });
  const applied = applyEdits(host.store, tree, edits, { editable: () => true, maximumFileBytes });
  if (applied.kind === 'refused' && applied.refusal !== 'no-change') throw broken(place, applied.detail);
  return askNaiveHarness(host, { ...place, harness, tree: applied.kind === 'tree' ? applied.tree : tree });
}

async function checkProblem(bench: Bench, place: Place, honest: Edits): Promise<void> {
  const stop = stopOf(await bench.assess(honest));
  if (stop !== null)
    throw broken(place, `Fulcrum does not keep the honest solution: ${stop.by}: ${stop.reason}`);
}

async function checkHarness(harness: string, place: Place, naive: Naive, honest: Edits): Promise<void> {
  const accepted = await naive(harness, honest);
  if (!accepted.accepted)
    throw broken(place, `${harness} does not accept the honest solution: ${accepted.detail}`);
  const baseline = await naive(harness, []);
  if (baseline.accepted) throw broken(place, `${harness} accepts the baseline: ${baseline.detail}`);
}

async function inLanes<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const rest = [...items];
  const lane = async (): Promise<void> => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: WORKERS }, lane));
}

function broken({ problem, language }: Place, what: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_REDTEAM_PROBLEM',
    domain: 'oracle',
    what,
    where: `redteam/problems/${problem}/${language}`,
    mend: 'Mend the problem or the harness: an exploit proves nothing against one that does not work',
  });
}
