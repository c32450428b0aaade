import type { BlobStore } from '../kernel/contracts/store.ts';
import type { Hash } from '../kernel/candidate.ts';
import { FulcrumError } from '../kernel/errors.ts';
import { gain } from '../kernel/objective.ts';
import type { Random } from '../kernel/random.ts';
import type { Task } from '../kernel/task.ts';
import type { VerdictStatus } from '../kernel/verdict.ts';
import { applyEdits } from '../workspace/apply-edits.ts';
import { pathMatcher } from '../workspace/paths.ts';
import { listFiles, readText } from '../workspace/tree.ts';
import type { Attack, Reference } from './attack.ts';
import type { AttackResult, AuditReport, Killer, MutantFate, MutantResult } from './audit-report.ts';
import { gradeOf, strengthOf } from './audit-report.ts';
import { mutateJavaScript } from './mutants/javascript.ts';
import type { Mutant } from './mutants/mutant.ts';
import { mutatePython } from './mutants/python.ts';

/** What an audit needs to know of a task. */
export interface AuditedTask {
  readonly workspace: Pick<Task['workspace'], 'editable' | 'maximumFileBytes'>;
  /** The first one counts. */
  readonly objectives: readonly Pick<Task['objectives'][number], 'direction'>[];
  readonly acceptance: Pick<Task['acceptance'], 'minimumGain'>;
}

/** What is audited, an oracle or a harness, said of one tree. */
export interface AuditVerdict {
  readonly status: VerdictStatus;
  /** Why it did not pass; null on a pass. */
  readonly reason: string | null;
  /** On the first objective, finite; null without a pass. */
  readonly score: number | null;
  /** Names of the checks that were made, in order; the last one is what did not pass, if anything did not. */
  readonly checks: readonly string[];
  /** Whether proposers see what the last one measures. */
  readonly visible: boolean;
}

export interface AuditParts {
  readonly task: AuditedTask;
  readonly store: BlobStore;
  /** The tree everything is made from, and compared with. */
  readonly tree: Hash;
  /** How often the reference is judged: its scores' spread is what counts as the same score. */
  readonly referenceRuns: number;
  readonly attacksOn: (reference: Reference) => readonly Attack[];
  /** `outlasts`: judge it again where it was judged, and tell the better verdict. */
  readonly judge: (tree: Hash, options: { readonly outlasts: boolean }) => Promise<AuditVerdict>;
  readonly random: Random;
  /** Mutants judged at most; the others are left out by lot. */
  readonly mostMutants: number;
  /** Told whenever something was judged. */
  readonly progress: (done: number, of: number, what: string) => void;
  /** Looks for arguments on which trees answer otherwise than the reference; null where nothing can be asked. */
  readonly findKillers: ((trees: readonly Hash[]) => Promise<readonly (Killer | null)[]>) | null;
}

/** How the reference fared: the worst score of its runs, and how far apart they lie. */
interface Own {
  readonly worst: number;
  readonly spread: number;
  readonly checks: readonly string[];
}

/**
 * Attacks a task's own oracle before anybody trusts it, and measures how many small bugs it notices.
 *
 * @throws FulcrumError `FULCRUM_E_AUDIT_REFERENCE` when the reference itself does not pass
 */
export async function runAudit(parts: AuditParts): Promise<Omit<AuditReport, 'task' | 'seed' | 'oracle'>> {
  const reference = referenceOf(parts);
  const own = await judgeReference(parts);
  const attacks = parts.attacksOn(reference);
  const { all, sampled } = await drawMutants(reference, parts);
  let done = 0;
  const of = attacks.length + sampled.length;
  const told = async <Result>(what: string, work: Promise<Result>): Promise<Result> => {
    const result = await work;
    done += 1;
    parts.progress(done, of, what);
    return result;
  };
  const attacked = await Promise.all(
    attacks.map((attack) => told(attack.name, judgeAttack(attack, own, parts))),
  );
  const mutated = await Promise.all(
    sampled.map((mutant) => told(`${mutant.path}:${mutant.line}`, judgeMutant(mutant, own, parts))),
  );
  const mutants = await withKillers(mutated, parts);
  const strength = strengthOf(all.length, mutants);
  return {
    checks: own.checks,
    reference: own.worst,
    spread: own.spread,
    attacks: attacked,
    mutants,
    strength,
    notTried: notTried(reference, all.length, parts),
    grade: gradeOf(attacked, strength),
  };
}

/** One run after the other: the first tells how long one takes. */
async function judgeReference({ task, tree, referenceRuns, judge }: AuditParts): Promise<Own> {
  const scores: number[] = [];
  let checks: readonly string[] = [];
  for (let run = 0; run < referenceRuns; run += 1) {
    const verdict = await judge(tree, { outlasts: false });
    if (verdict.score === null) throw referenceFails(verdict);
    scores.push(verdict.score);
    ({ checks } = verdict);
  }
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const worst = task.objectives[0]!.direction === 'minimize' ? high : low;
  return { worst, spread: high - low, checks };
}

function referenceOf({ task, store, tree }: AuditParts): Reference {
  const isEditable = pathMatcher(task.workspace.editable);
  const paths = [...listFiles(store, tree)].map(({ path }) => path);
  const editable = paths.filter(isEditable).flatMap((path) => {
    const text = readText(store, tree, path);
    return text === null ? [] : [[path, text] as const];
  });
  return {
    editable: Object.fromEntries(editable),
    protectedPaths: paths.filter((path) => !isEditable(path)),
  };
}

async function judgeAttack(attack: Attack, own: Own, parts: AuditParts): Promise<AttackResult> {
  const { name, does, expectation, edits, outlasts = false } = attack;
  const facts = { name, does, expectation };
  const tree = admitted(edits, parts);
  if ('refused' in tree)
    return {
      ...facts,
      door: 'refused',
      status: null,
      score: null,
      stoppedBy: tree.refused,
      isHole: false,
      isGap: false,
    };
  const verdict = await parts.judge(tree.tree, { outlasts });
  const { score } = verdict;
  const through = comesThrough(expectation, score, own, parts.task);
  const isOpen = expectation === 'shows-gap' || expectation === 'must-not-gain';
  return {
    ...facts,
    door: 'entered',
    status: verdict.status,
    score,
    stoppedBy: verdict.reason ?? (through ? null : 'no better than the reference'),
    isHole: expectation === 'must-not-enter' || (through && !isOpen),
    isGap: through && isOpen,
  };
}

/** Whether a score is one that an attack of this kind must not get. */
function comesThrough(
  expectation: Attack['expectation'],
  score: number | null,
  own: Own,
  task: AuditedTask,
): boolean {
  if (score === null) return false;
  const difference = gain(task.objectives[0]!, score, own.worst);
  switch (expectation) {
    case 'must-not-enter':
    case 'must-fail':
    case 'must-end':
    case 'shows-gap':
      return difference >= 0;
    case 'must-not-gain':
    case 'must-not-profit':
      // Twice the spread of a few runs: honest noise leaves the spread itself often enough.
      return difference > Math.max(task.acceptance.minimumGain, 2 * own.spread);
  }
}

async function drawMutants(
  { editable }: Reference,
  { random, mostMutants }: AuditParts,
): Promise<{ readonly all: readonly Mutant[]; readonly sampled: readonly Mutant[] }> {
  const all: Mutant[] = [];
  for (const [path, text] of Object.entries(editable)) {
    if (/\.[cm]?[jt]sx?$/.test(path)) all.push(...(await mutateJavaScript(path, text)));
    if (path.endsWith('.py')) all.push(...mutatePython(path, text));
  }
  const left = [...all];
  while (left.length > mostMutants) left.splice(random.below(left.length), 1);
  return { all, sampled: left };
}

interface JudgedMutant {
  readonly tree: Hash;
  readonly result: MutantResult;
}

async function judgeMutant(mutant: Mutant, own: Own, parts: AuditParts): Promise<JudgedMutant> {
  const { text, ...facts } = mutant;
  const entered = admitted([{ path: mutant.path, content: text }], parts);
  if ('refused' in entered) throw new TypeError(`a mutant is no candidate: ${entered.refused}`);
  const { tree } = entered;
  const verdict = await parts.judge(tree, { outlasts: false });
  const fate = fateOf(verdict.score, own, parts.task);
  const visible = fate === 'worse' || (fate === 'killed' && verdict.visible);
  const killedBy = fate === 'killed' ? verdict.checks.at(-1)! : null;
  return { tree, result: { ...facts, fate, visible, killedBy, killer: null } };
}

function fateOf(score: number | null, { worst, spread }: Own, task: AuditedTask): MutantFate {
  if (score === null) return 'killed';
  const difference = gain(task.objectives[0]!, score, worst);
  if (difference < 0) return 'worse';
  return difference > spread ? 'better' : 'alive';
}

async function withKillers(
  judged: readonly JudgedMutant[],
  { findKillers }: AuditParts,
): Promise<readonly MutantResult[]> {
  const alive = judged.filter(({ result }) => result.fate === 'alive');
  const killers = findKillers === null ? [] : await findKillers(alive.map(({ tree }) => tree));
  return judged.map((mutant) => ({ ...mutant.result, killer: killers[alive.indexOf(mutant)] ?? null }));
}

/** The tree of some edits, through the same door as in a run. */
function admitted(
  edits: Attack['edits'],
  { task, store, tree }: AuditParts,
): { readonly tree: Hash } | { readonly refused: string } {
  const { editable, maximumFileBytes } = task.workspace;
  const applied = applyEdits(store, tree, edits, { editable: pathMatcher(editable), maximumFileBytes });
  return applied.kind === 'tree' ? { tree: applied.tree } : { refused: applied.detail };
}

function notTried({ editable }: Reference, mutants: number, { findKillers }: AuditParts): readonly string[] {
  const paths = Object.keys(editable);
  const known = paths.filter((path) => /\.([cm]?[jt]sx?|py)$/.test(path));
  const unknown = paths.filter((path) => !known.includes(path));
  return [
    ...(unknown.length === 0 ? [] : [`mutants of ${unknown.join(', ')}: no operators for this language`]),
    ...(mutants === 0 && known.length > 0 ? ['mutants: none could be made'] : []),
    ...(findKillers === null
      ? ['inputs that would kill the mutants alive: the subject is asked nothing']
      : []),
  ];
}

function referenceFails(verdict: AuditVerdict): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_AUDIT_REFERENCE',
    domain: 'usage',
    what: `the reference does not pass: ${verdict.reason ?? verdict.status}`,
    where: 'audit',
    mend: 'Mend it or what judges it, or start from one that passes: --reference, for a harness --program or --workspace',
  });
}
