import type { AttackResult, AuditReport, MutantResult } from '../../audit/audit-report.ts';
import { sanitise } from './display/sanitise.ts';
import type { Output } from './output.ts';

/** Mutants alive that are shown one by one. */
const SHOWN = 12;
/** Columns of an attack's name. */
const NAME_WIDTH = 26;

/** Tells on one line of the terminal how far an audit has come. */
export function progressLine(output: Output): (done: number, of: number, what: string) => void {
  if (output.json || !process.stderr.isTTY) return () => undefined;
  return (done, of, what) => {
    const line = `${done} of ${of}  ${sanitise(what, 60)}`;
    process.stderr.write(`\r\u001b[2K${done === of ? '' : line}`);
  };
}

/** An audit, for people. */
export function auditText(report: AuditReport, { paint }: Output): string {
  const { attacks, mutants } = report;
  const holes = attacks.filter(({ isHole }) => isHole);
  const alive = mutants.filter(({ fate }) => fate === 'alive');
  return [
    `audit of ${report.task} (seed ${report.seed})`,
    '',
    `attacks: ${attacks.length - holes.length} of ${attacks.length} stopped`,
    ...attacks.map((attack) => attackLine(attack, paint)),
    '',
    ...strengthLines(report),
    ...alive.slice(0, SHOWN).flatMap(mutantLines),
    ...(alive.length > SHOWN ? [`  and ${alive.length - SHOWN} more; --json has them all`] : []),
    ...(report.notTried.length === 0 ? [] : ['', ...report.notTried.map((text) => `not tried: ${text}`)]),
    '',
    `grade ${report.grade}: ${meaningOf(report)}`,
  ].join('\n');
}

function strengthLines({ strength }: AuditReport): readonly string[] {
  if (strength.score === null) return ['oracle strength: no mutants'];
  const { sampled, killed, worse, alive, better } = strength;
  return [
    `oracle strength: ${percent(strength.score)} of small bugs noticed${ofVisible(strength)}`,
    `  ${sampled} of ${strength.mutants} mutants judged: ${killed} do not pass, ${worse} score worse, ${alive} nobody notices, ${better} score better`,
  ];
}

function ofVisible({ score, visibleScore }: AuditReport['strength']): string {
  return score === visibleScore ? '' : `, ${percent(visibleScore!)} by the visible checks alone`;
}

function attackLine(attack: AttackResult, paint: Output['paint']): string {
  const { name, does, isHole, isGap, door, status, score, stoppedBy } = attack;
  const outcome = isHole
    ? `PASSES with ${score}: it ${does}`
    : isGap
      ? `passes with ${score}: ${gapText(attack)}`
      : door === 'refused'
        ? `refused at the door: ${stoppedBy}`
        : status === 'pass'
          ? `passes with ${score}, ${stoppedBy}`
          : `${status}: ${stoppedBy}`;
  const line = `  ${name.padEnd(NAME_WIDTH)}  ${sanitise(outcome, 140)}`;
  if (isHole) return paint('bad', line);
  return isGap ? paint('warning', line) : line;
}

function gapText({ expectation }: AttackResult): string {
  return expectation === 'must-not-gain'
    ? 'a tolerance is harvested, unless the reference had slack (audit a winner with --reference)'
    : 'nobody asks for what it is wrong on, or nobody looks';
}

function mutantLines({ path, line, operator, change, killer }: MutantResult): readonly string[] {
  const first = `  alive  ${path}:${line}  ${operator}: ${sanitise(change, 90)}`;
  if (killer === null) return [first];
  return [
    first,
    `         ${sanitise(killer.arguments, 60)} would kill it: ${sanitise(killer.mutant, 40)} instead of ${sanitise(killer.reference, 40)}`,
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function meaningOf({ grade }: AuditReport): string {
  switch (grade) {
    case 'A':
      return 'no attack passes, and at least 80 % of small bugs are noticed';
    case 'B':
      return 'no attack passes, and at least 50 % of small bugs are noticed; look at what is open above';
    case 'C':
      return 'no attack passes, but half of the small bugs go unnoticed, or none could be made';
    case 'F':
      return 'something that does not do the work is as good as the reference';
  }
}
