import type { StoredEntry } from '../../kernel/contracts/ledger.ts';
import type { EvidenceGrade } from '../../kernel/verdict.ts';
import { gradeOf, weakestGrade } from '../../kernel/verdict.ts';

/**
 * Tells what stands behind the figures in an entry, for entries in their order: that of a verdict, or of all verdicts a
 * decision compares. Null where there are no figures. Remembers one decision.
 */
export function createEntryGrades(): (entry: StoredEntry) => EvidenceGrade | null {
  let number: number | null = null;
  let grades: EvidenceGrade[] = [];
  return ({ event }) => {
    switch (event.type) {
      case 'baseline-judged':
        return weakestGrade([event.screened, event.fresh].map(gradeOf));
      case 'candidate-judged': {
        if (number !== event.number) grades = [];
        number = event.number;
        const grade = gradeOf(event.verdict);
        grades.push(grade);
        return grade;
      }
      case 'candidate-measured':
      case 'repeat-judged':
      case 'confirmation-judged':
        return gradeOf(event.verdict);
      case 'approval-requested':
      case 'candidate-decided':
        return number === event.number ? weakestGrade(grades) : null;
      case 'run-started':
      case 'sandbox-proved':
      case 'noise-measured':
      case 'incumbent-remeasured':
      case 'oracle-proved':
      case 'candidate-proposed':
      case 'proposal-refused':
      case 'screening-contradicted':
      case 'candidate-reopened':
      case 'approval-given':
      case 'reconfirmed':
      case 'step-ablated':
      case 'run-resumed':
      case 'seed-revealed':
      case 'run-finished':
        return null;
    }
  };
}
