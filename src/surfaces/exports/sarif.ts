import { sarifLog, sarifLocation } from '../../audit/sarif.ts';
import type { Json } from '../../kernel/json.ts';
import { visibleText } from '../../report/text.ts';
import type { Assessment } from './assessment.ts';
import { ASSESSMENT_RULES, assessRun } from './assessment.ts';
import type { RunExport } from './run-export.ts';

/** What speaks against a run's result, for tools that read SARIF 2.1.0; a run nothing speaks against has no results. */
export function runSarif(run: RunExport): Json {
  const rules = Object.entries(ASSESSMENT_RULES).map(([id, text]) => ({ id, shortDescription: { text } }));
  const results = assessRun(run)
    .filter(({ level }) => level !== 'none')
    .map((found) => resultOf(found, run));
  return sarifLog({ name: 'fulcrum', version: run.version, rules }, results);
}

function resultOf({ rule, level, name, text }: Assessment, { taskFile }: RunExport): Json {
  return {
    ruleId: rule,
    level,
    message: { text: visibleText(`${name}: ${text}`) },
    locations: [sarifLocation(encodeURI(taskFile), 1)],
    // Lines move; the same finding stays the same alert.
    partialFingerprints: { 'assessment/v1': `${rule}:${name}` },
  };
}
