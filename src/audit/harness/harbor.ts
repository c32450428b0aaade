import type { AuditVerdict } from '../run-audit.ts';
import type { ForeignHarness, HarnessOutcome, HarnessRun } from './harness.ts';
import { harnessAttacks } from './harness-attacks.ts';
import { lastWords, refusedBy, scored } from './harness.ts';

/** Folders of the tree that stand for folders of the container. */
export const HARBOR_FOLDERS = { app: 'app', tests: 'tests', solution: 'solution', logs: 'logs' } as const;

const REWARDS = 'logs/verifier/reward.*';
/** Where the container has the candidate's files, with the copy of the tree below. */
const APP = '/app';
const ROOT = `${APP}/work`;
/**
 * The container stays up until the reward was read, and with it what a candidate left running; the reward is read once
 * the script has ended.
 */
const LINGER = 'sleep 0.3';

/**
 * A Harbor task's `tests/test.sh`, run where the candidate's files lie. Its exit code means nothing: the reward is the
 * number `reward` in `reward.json`, or else the one in `reward.txt`.
 *
 * @param editable globs in the tree
 * @param title name of the task
 */
export function harborHarness(title: string, editable: readonly string[]): ForeignHarness {
  const { tests } = HARBOR_FOLDERS;
  const once = `(cd ${APP} && exec /tests/test.sh)`;
  return {
    title: `Harbor task ${title}`,
    place: `${tests}/test.sh`,
    editable,
    run: ({ again }) => inTask(`${once}; ${again ? `${once}; ` : ''}${LINGER}`, [REWARDS]),
    read,
    attacksOn: (reference) =>
      harnessAttacks(reference, {
        ...{ editable, root: ROOT, startsIn: APP },
        resultFiles: ['logs/verifier/reward.txt', 'logs/verifier/reward.json'],
      }),
  };
}

/** The task's own solution, run as its oracle agent runs it; what it leaves lies in the tree's `app` afterwards. */
export function harborSolution(): HarnessRun {
  const { app } = HARBOR_FOLDERS;
  const back = `cd ${APP} && for each in * .[!.]*; do [ "$each" = work ] || [ ! -e "$each" ] || cp -a "$each" work/${app}/; done`;
  return inTask(`(cd ${APP} && exec /solution/solve.sh) || exit $?; rm -rf ${app}/*; ${back}`, [`${app}/**`]);
}

/** Lays the candidate's files out as in the container before anything else is done. */
function inTask(script: string, collect: readonly string[]): HarnessRun {
  const { app, logs } = HARBOR_FOLDERS;
  const prepared = `mkdir -p ${logs}/verifier ${logs}/agent ${logs}/artifacts ${app}; chmod -f +x tests/test.sh solution/solve.sh; cp -a ${app}/. ${APP}/; ${script}`;
  return {
    argv: ['/bin/sh', '-c', prepared],
    overlay: {},
    // A container's users have a home that is not the task's folder.
    environment: { HOME: '/tmp' },
    collect,
    reportBytes: null,
  };
}

function read(outcome: HarnessOutcome): AuditVerdict {
  if (outcome.kind === 'ended') {
    const { status, reason } = outcome;
    return refusedBy(status, reason.includes('matches') ? 'no reward was written' : reason);
  }
  const json = outcome.files['logs/verifier/reward.json'];
  const text = outcome.files['logs/verifier/reward.txt'];
  const reward = (json === undefined ? null : rewardIn(json)) ?? (text === undefined ? null : numberIn(text));
  return reward === null
    ? refusedBy('fail', `its reward is no number: ${lastWords(outcome)}`)
    : scored(reward);
}

function rewardIn(bytes: Uint8Array): number | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    const reward = (value as { readonly reward?: unknown } | null)?.reward;
    return typeof reward === 'number' ? reward : null;
  } catch {
    return null;
  }
}

function numberIn(bytes: Uint8Array): number | null {
  const text = Buffer.from(bytes).toString('utf8').trim();
  const value = Number(text);
  return text === '' || Number.isNaN(value) ? null : value;
}
