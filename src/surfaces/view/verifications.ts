import type { FollowedRun } from './followed-run.ts';
import type { Inquiries } from './inquiries.ts';
import type { Verification } from './protocol.ts';

/** Verifications of runs, started by whoever looks on and remembered until they are started again. */
export interface Verifications {
  readonly of: (run: FollowedRun) => Verification;
  /** Does nothing while one is under way. */
  readonly start: (run: FollowedRun) => Verification;
}

const NOT_RUN: Verification = { state: 'not-run', findings: [] };

/** @param onFault told when a verification itself fails, which says nothing of the run */
export function createVerifications(inquiries: Inquiries, onFault: (error: unknown) => void): Verifications {
  const known = new Map<string, Verification>();
  const of = ({ place }: FollowedRun): Verification => known.get(place.directory) ?? NOT_RUN;
  const verify = async (directory: string): Promise<void> => {
    try {
      const { sound, findings } = await inquiries.verification(directory);
      known.set(directory, { state: sound ? 'sound' : 'broken', findings });
    } catch (error) {
      known.set(directory, { state: 'not-run', findings: ['– it could not be verified: see the terminal'] });
      onFault(error);
    }
  };
  return {
    of,
    start: (run) => {
      const { directory } = run.place;
      if (of(run).state !== 'running') {
        known.set(directory, { state: 'running', findings: [] });
        void verify(directory);
      }
      return of(run);
    },
  };
}
