import type { Certificate } from '../../../kernel/certificate.ts';
import type { RunEvent } from '../../../kernel/event.ts';
import type { Chapter } from '../../../report/certificate/chapter.ts';

export interface CertificateReply {
  /** Null before the baseline was judged. */
  readonly certificate: Certificate | null;
  /** The same as people read it, in order. */
  readonly chapters: readonly Chapter[];
}

export interface RefusedGroup {
  readonly label: string;
  readonly kind: 'refusal' | 'rejection' | 'cheating';
  readonly count: number;
  readonly examples: readonly {
    readonly number: number;
    readonly summary: string;
    readonly reason: string;
  }[];
}

/** Where the time went. */
export interface Timeline {
  readonly stages: readonly { readonly name: string; readonly seconds: number; readonly share: number }[];
  readonly spans: readonly {
    readonly number: number;
    readonly stage: string;
    readonly from: number;
    readonly seconds: number;
  }[];
}

export interface LedgerPage {
  readonly entries: readonly {
    readonly sequence: number;
    readonly at: string;
    readonly type: RunEvent['type'];
    readonly number: number | null;
    readonly summary: string;
    readonly hash: string;
  }[];
  readonly total: number;
}

export interface Verification {
  readonly state: 'not-run' | 'running' | 'sound' | 'broken';
  readonly findings: readonly string[];
}
