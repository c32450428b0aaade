import type { Hash } from './candidate.ts';
import type { StoredEntry } from './contracts/ledger.ts';
import type { Verdict } from './verdict.ts';

/** A verdict of an entry, with what stands beside it as its signature. */
export interface SignedVerdict {
  /** The candidate it is on; of a confirmation, the winner that is confirmed. */
  readonly judged: number;
  /** Named by the entry itself, where it is not the tree that the candidate was proposed with. */
  readonly tree?: Hash;
  readonly verdict: Verdict;
  /** Null where there is none, or something that is no text. That it holds is for `verifySignatures` to say. */
  readonly signature: string | null;
}

/** Every verdict that an entry records. */
export function verdictsIn({ event, observed }: StoredEntry): readonly SignedVerdict[] {
  switch (event.type) {
    case 'baseline-judged': {
      const { signatures } = observed;
      const texts: readonly unknown[] = Array.isArray(signatures) ? signatures : [];
      return [event.screened, event.fresh].map((verdict, index) => {
        return { judged: 0, verdict, signature: textOrNull(texts[index]) };
      });
    }
    case 'candidate-judged':
    case 'repeat-judged':
      return [{ judged: event.judged, verdict: event.verdict, signature: textOrNull(observed['signature']) }];
    case 'candidate-measured': {
      const { candidate, verdict } = event;
      return [{ judged: candidate.number, verdict, signature: textOrNull(observed['signature']) }];
    }
    case 'confirmation-judged': {
      const { number, tree, verdict } = event;
      return [{ judged: number, tree, verdict, signature: textOrNull(observed['signature']) }];
    }
    default:
      return [];
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
