import type { VerdictStatus } from '../kernel/verdict.ts';
import type { Attack } from './attack.ts';
import type { Mutant } from './mutants/mutant.ts';

/** How one attack ended. */
export interface AttackResult extends Pick<Attack, 'name' | 'does' | 'expectation'> {
  /** `entered`: it came through the door, and a verdict was to be made; `refused` at the door. */
  readonly door: 'entered' | 'refused';
  readonly status: VerdictStatus | null;
  /** On the first objective; null without a passing verdict. */
  readonly score: number | null;
  /** What said no, and why; null where nothing did. */
  readonly stoppedBy: string | null;
  /** True when it must not have come this far. */
  readonly isHole: boolean;
  /** True when it came through, and whether it may is for a person to say. */
  readonly isGap: boolean;
}

/**
 * `killed`: did not pass. `worse`: passed, with a worse score than the reference. `alive`: nobody noticed it. `better`:
 * it is an improvement, and no bug as far as the oracle can say.
 */
export type MutantFate = 'killed' | 'worse' | 'alive' | 'better';

export interface MutantResult extends Omit<Mutant, 'text'> {
  readonly fate: MutantFate;
  /** Whether the visible checks alone noticed it. */
  readonly visible: boolean;
  /** The check that it did not pass. */
  readonly killedBy: string | null;
  /** Arguments on which it answers otherwise than the reference, for one that is alive; null when none was found. */
  readonly killer: Killer | null;
}

export interface Killer {
  /** As JSON. */
  readonly arguments: string;
  readonly reference: string;
  readonly mutant: string;
}

export interface StrengthFigures {
  /** Mutants there are; `sampled` of them were judged. */
  readonly mutants: number;
  readonly sampled: number;
  readonly killed: number;
  readonly worse: number;
  readonly alive: number;
  readonly better: number;
  /** (killed + worse) / (sampled - better), from 0 to 1; null without mutants. */
  readonly score: number | null;
  /** The same by the visible checks alone. */
  readonly visibleScore: number | null;
}

/** `A` to `C` and `F`, see {@link gradeOf}. */
export type AuditGrade = 'A' | 'B' | 'C' | 'F';

export interface AuditReport {
  readonly task: string;
  readonly seed: string;
  /** SHA-256 that names the oracle, and its checks by name, in order. */
  readonly oracle: string;
  readonly checks: readonly string[];
  /** Score of the reference on the first objective: the worst, where it was judged more than once. */
  readonly reference: number;
  /** How far apart its scores lie. */
  readonly spread: number;
  readonly attacks: readonly AttackResult[];
  readonly mutants: readonly MutantResult[];
  readonly strength: StrengthFigures;
  /** What could not be tried, and why. */
  readonly notTried: readonly string[];
  readonly grade: AuditGrade;
}

export function strengthOf(total: number, results: readonly MutantResult[]): StrengthFigures {
  const count = (fate: MutantFate): number => results.filter((result) => result.fate === fate).length;
  const bugs = results.length - count('better');
  const noticed = count('killed') + count('worse');
  const visible = results.filter((result) => result.fate !== 'better' && result.visible).length;
  return {
    mutants: total,
    sampled: results.length,
    killed: count('killed'),
    worse: count('worse'),
    alive: count('alive'),
    better: count('better'),
    score: bugs === 0 ? null : noticed / bugs,
    visibleScore: bugs === 0 ? null : visible / bugs,
  };
}

const STRONG = 0.8;
const FAIR = 0.5;

/**
 * F: something that does not do the work is as good as the reference, or got where no candidate may. Otherwise by
 * mutation score: A from 0.8 on, B from 0.5 on, C below or where it could not be measured; and at most B where a score
 * rises with numbers that are only a little off. A mutation score says what an oracle notices of small bugs in this
 * code, no more.
 */
export function gradeOf(attacks: readonly AttackResult[], { score }: StrengthFigures): AuditGrade {
  if (attacks.some(({ isHole }) => isHole)) return 'F';
  if (score === null || score < FAIR) return 'C';
  const harvests = attacks.some(({ expectation, isGap }) => expectation === 'must-not-gain' && isGap);
  return score < STRONG || harvests ? 'B' : 'A';
}
