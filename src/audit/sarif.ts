import type { Json } from '../kernel/json.ts';
import type { AuditReport } from './audit-report.ts';

/** What an audit found, for tools that read SARIF 2.1.0: holes as errors, mutants alive as warnings. */
/** @param judge file that findings on the judge itself are shown at */
export function auditSarif(report: AuditReport, version: string, judge = 'fulcrum.yaml'): Json {
  const holes = report.attacks
    .filter(({ isHole }) => isHole)
    .map(({ name, does }) => ({
      ruleId: 'oracle-hole',
      level: 'error',
      message: { text: `The oracle is content with a candidate that ${does} (attack "${name}").` },
      locations: [sarifLocation(judge, 1)],
    }));
  const gaps = report.attacks
    .filter(({ isGap }) => isGap)
    .map(({ name, does }) => ({
      ruleId: 'oracle-gap',
      level: 'note',
      message: { text: `A candidate that ${does} passes (attack "${name}").` },
      locations: [sarifLocation(judge, 1)],
    }));
  const alive = report.mutants
    .filter(({ fate }) => fate === 'alive')
    .map(({ path, line, operator, change, killer }) => ({
      ruleId: 'mutant-alive',
      level: 'warning',
      message: {
        text: `Nobody notices ${operator}: ${change}.${killer === null ? '' : ` It answers ${killer.mutant} instead of ${killer.reference} to ${killer.arguments}.`}`,
      },
      locations: [sarifLocation(path, line)],
    }));
  return sarifLog({ name: 'fulcrum audit', version, rules: RULES }, [...holes, ...alive, ...gaps]);
}

/** A log of one tool's findings. */
export function sarifLog(
  driver: { readonly name: string; readonly version: string; readonly rules: Json },
  results: readonly Json[],
): Json {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, results }],
  };
}

const RULES = [
  { id: 'oracle-hole', shortDescription: { text: 'The oracle accepts what does not do the work' } },
  {
    id: 'oracle-gap',
    shortDescription: { text: 'The oracle may not ask some kind of question, or allow for too much' },
  },
  { id: 'mutant-alive', shortDescription: { text: 'The oracle does not notice a small bug' } },
];

/** A line of a file. */
export function sarifLocation(uri: string, startLine: number): Json {
  return { physicalLocation: { artifactLocation: { uri }, region: { startLine } } };
}
