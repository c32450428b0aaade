import type { JsonObject } from '../kernel/json.ts';
import type { SandboxLimits } from '../kernel/task.ts';
import type { Questioned } from './cascade.ts';
import type { CollectedArtifact } from './collected-artifact.ts';
import { collectedArtifact } from './collected-artifact.ts';
import type { CollectionOrder } from './subject/collection.ts';
import { collectFiles, runProgram } from './subject/collection.ts';
import type { SubjectEnd } from './subject/session.ts';
import type { SubjectLease } from './subject/subjects.ts';

/** How one candidate is put before the checks, and how that went. */
export interface Questioning {
  readonly questioned: Questioned;
  readonly end: () => SubjectEnd | null;
  /** Beside the verdict, for people who look for the cause. */
  readonly observed: () => JsonObject;
}

/** Runs a candidate once and ends its sandbox before the first check looks at the files it left. */
export function collectWithin(
  { session, loadPayload }: Pick<SubjectLease, 'session' | 'loadPayload'>,
  order: CollectionOrder,
  limits: SandboxLimits,
): Questioning {
  let end: SubjectEnd | null = null;
  let artifact: CollectedArtifact | null = null;
  let observed: JsonObject = {};

  const collect = async (): Promise<SubjectEnd | null> => {
    const run = await runProgram(session, loadPayload, order);
    if (run.kind === 'ended') return run;
    const { exitCode, stdout, stderr } = run;
    observed = { program: { exitCode, stdout, stderr } };
    const collection = await collectFiles(session, order, limits.answerBytes);
    if (collection.kind === 'ended')
      return { ...collection, reason: `${collection.reason} (exit code ${exitCode})` };
    artifact = collectedArtifact(run, collection.files);
    return null;
  };

  return {
    end: () => end,
    observed: () => observed,
    questioned: {
      load: async () => {
        end = await collect();
        await session.end();
        return end;
      },
      call: () => Promise.reject(new TypeError('an artifact answers no questions')),
      settle: async () => null,
      artifact: () => artifact,
    },
  };
}
