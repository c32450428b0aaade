import type { CheckResult } from '../../kernel/verdict.ts';
import type { Assessment } from './assessment.ts';
import { assessRun } from './assessment.ts';
import type { CandidateRow } from './candidate-row.ts';
import type { RunExport } from './run-export.ts';
import { xmlAttributes, xmlText } from './xml.ts';

interface TestCase {
  readonly name: string;
  readonly classname: string;
  readonly outcome:
    | { readonly kind: 'passed' }
    | { readonly kind: 'failure'; readonly type: string; readonly message: string }
    | { readonly kind: 'skipped'; readonly message: string };
}

interface Suite {
  readonly name: string;
  readonly cases: readonly TestCase[];
}

/**
 * A run as the JUnit XML that build servers show. Suite `run`: what its record says of its own result; `winner`: the checks
 * the incumbent was kept by; `candidates`: every proposal, those not kept as skipped with the reason. A test fails exactly
 * where the result's claim falls: that candidates fail is what a search is made of.
 */
export function* junitLines(run: RunExport): Generator<string> {
  const suites = suitesOf(run);
  const { history } = run;
  // The JUnit schema of Jenkins knows `skipped` for a suite alone.
  const { tests, failures } = countsOf(suites.flatMap((suite) => suite.cases));
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites${xmlAttributes({ name: history.state.task?.name ?? 'run', tests, failures, errors: 0, time: seconds(history.seconds) })}>\n`;
  for (const { name, cases: own } of suites) {
    // Build servers add up the times of suites: the run's own is all there is.
    const time = seconds(name === 'run' ? history.seconds : 0);
    const timestamp = history.startedAt?.replace(/\.\d+Z$/, '') ?? null;
    yield `  <testsuite${xmlAttributes({ name, ...countsOf(own), errors: 0, time, timestamp })}>\n`;
    for (const test of own) yield caseLine(test);
    yield '  </testsuite>\n';
  }
  yield '</testsuites>\n';
}

function suitesOf(run: RunExport): readonly Suite[] {
  const checks = run.history.state.incumbent?.fresh.checks ?? [];
  return [
    { name: 'run', cases: assessRun(run).map(assessmentCase) },
    { name: 'winner', cases: checks.map(checkCase) },
    { name: 'candidates', cases: run.rows.map(candidateCase) },
  ];
}

function assessmentCase({ rule, name, level, text }: Assessment): TestCase {
  const named = { name, classname: `fulcrum.run.${rule}` };
  switch (level) {
    case 'none':
      return { ...named, outcome: { kind: 'passed' } };
    case 'error':
      return { ...named, outcome: { kind: 'failure', type: rule, message: text } };
    case 'note':
    case 'warning':
      return { ...named, outcome: { kind: 'skipped', message: `${level}: ${text}` } };
  }
}

function checkCase({ check, slice, status, reason }: CheckResult): TestCase {
  const message = reason ?? status;
  return {
    name: check,
    classname: `fulcrum.winner.${slice}`,
    outcome: status === 'pass' ? { kind: 'passed' } : { kind: 'failure', type: status, message },
  };
}

function candidateCase({ number, summary, proposer, operator, outcome, reason }: CandidateRow): TestCase {
  const isStanding = outcome === 'kept' || outcome === 'baseline';
  return {
    name: `${number} ${summary}`.trim(),
    classname: `fulcrum.candidates.${[proposer, operator].filter((part) => part !== '').join('.')}`,
    outcome: isStanding ? { kind: 'passed' } : { kind: 'skipped', message: `${outcome}: ${reason}` },
  };
}

function caseLine({ name, classname, outcome }: TestCase): string {
  const start = `    <testcase${xmlAttributes({ name, classname, time: seconds(0) })}`;
  switch (outcome.kind) {
    case 'passed':
      return `${start}/>\n`;
    case 'skipped':
      return `${start}><skipped${xmlAttributes({ message: outcome.message })}/></testcase>\n`;
    case 'failure': {
      const { type, message } = outcome;
      return `${start}><failure${xmlAttributes({ type, message })}>${xmlText(message)}</failure></testcase>\n`;
    }
  }
}

function countsOf(cases: readonly TestCase[]): {
  readonly tests: number;
  readonly failures: number;
  readonly skipped: number;
} {
  const count = (kind: TestCase['outcome']['kind']): number =>
    cases.filter(({ outcome }) => outcome.kind === kind).length;
  return { tests: cases.length, failures: count('failure'), skipped: count('skipped') };
}

function seconds(value: number): string {
  return value.toFixed(3);
}
