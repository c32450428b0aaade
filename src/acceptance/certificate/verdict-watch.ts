import type { StoredEntry } from '../../kernel/contracts/ledger.ts';
import { verdictsIn } from '../../kernel/signed-verdicts.ts';
import type { SandboxStamp } from '../../kernel/verdict.ts';
import type { CertifiedFacts } from './conditions.ts';

/** Counts verdicts, those that carry something that looks like a signature, and the weakest isolation of any. */
export function createVerdictWatch(): {
  readonly observe: (entry: StoredEntry) => void;
  readonly facts: () => Pick<CertifiedFacts, 'isolation' | 'verdicts'>;
} {
  let isolation: SandboxStamp['level'] | null = null;
  let keyNamed = false;
  let total = 0;
  let signed = 0;
  return {
    observe: (entry) => {
      if (entry.event.type === 'run-started') keyNamed = entry.observed['attestation'] !== undefined;
      for (const { verdict, signature } of verdictsIn(entry)) {
        total += 1;
        if (signature !== null) signed += 1;
        isolation = weaker(isolation, verdict.sandbox.level);
      }
    },
    facts: () => ({ isolation, verdicts: { total, signed, keyNamed } }),
  };
}

/** From the strongest to none at all. */
const LEVELS: readonly SandboxStamp['level'][] = [1, 2, 3, 'none'];

function weaker(known: SandboxStamp['level'] | null, level: SandboxStamp['level']): SandboxStamp['level'] {
  return known === null || LEVELS.indexOf(level) > LEVELS.indexOf(known) ? level : known;
}
