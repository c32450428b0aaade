import { basename, dirname } from 'node:path';
import type { SandboxLauncher } from '../../kernel/contracts/sandbox.ts';
import { FulcrumError } from '../../kernel/errors.ts';
import type { SandboxLimits, SubjectSource } from '../../kernel/task.ts';
import type { JudgeMode } from '../../kernel/verdict.ts';
import type { CollectionOrder } from './collection.ts';
import type { Skin, SkinPart } from '../skin.ts';
import { shownParts } from '../skin.ts';
import type { SubjectDriver, SubjectFiles, Translation } from './driver.ts';
import { subjectDriver } from './driver.ts';
import { INSIDE, insideOf } from './inside.ts';
import type { SubjectSession } from './session.ts';
import { openSession } from './session.ts';
import type { Dress } from './skinned-sandboxes.ts';
import { openSkinnedSandboxes } from './skinned-sandboxes.ts';
import type { StartedSandbox } from './warm-sandbox.ts';
import { openWarmSandbox } from './warm-sandbox.ts';

/** Time in which an empty sandbox must give its first sign of life, on a machine that is very busy. */
const START = { milliseconds: 30_000, reason: 'it gave no sign of life' } as const;

const START_ATTEMPTS = 3;

/** A sandbox in which one candidate is about to be loaded. */
export interface SubjectLease {
  readonly session: SubjectSession;
  /** Payload of the question that loads the candidate. */
  readonly loadPayload: string;
  readonly translation: Translation | null;
  /** Set when loading runs the candidate to its end. */
  readonly collection: CollectionOrder | null;
  /** Name of the shared process; null in a sandbox of the candidate's own. */
  readonly batch: string | null;
  /** True when other candidates were loaded in it before. */
  readonly used: boolean;
  /** To be called once, when the candidate has been judged; `sound` when the process may be used again. */
  readonly release: (sound: boolean) => void;
}

export interface OpenedSubject {
  readonly lease: SubjectLease;
  /** What really differs from other sandboxes. */
  readonly shown: readonly SkinPart[];
}

export interface Subjects {
  readonly lease: (tree: string, mode: JudgeMode) => Promise<SubjectLease>;
  /** One more of a tree, in a sandbox started for it alone. */
  readonly open: (tree: string, skin: Skin | null) => Promise<OpenedSubject>;
  /** Ends the shared process of this name, as soon as it is free. */
  readonly retire: (batch: string) => void;
  /** Returns when every sandbox is gone. */
  readonly close: () => Promise<void>;
}

interface Screening {
  readonly session: SubjectSession;
  readonly batch: string;
  served: number;
}

/** Hands out sandboxes: a fresh one each time, that was started beforehand, or one shared by a batch of candidates. */
export function openSubjects(options: {
  readonly launcher: Pick<SandboxLauncher, 'stamp' | 'launch'>;
  readonly source: SubjectSource;
  readonly files: SubjectFiles;
  readonly limits: SandboxLimits;
  readonly worker: number;
  /** Keep a sandbox started for the next fresh judgement. */
  readonly warm: boolean;
}): Subjects {
  const { launcher, files, limits } = options;
  const driver = subjectDriver(options.source);
  const { translation = null, collection = null } = driver;
  const live = new Set<SubjectSession>();
  let screening: Screening | null = null;
  let batches = 0;

  const end = async (session: SubjectSession): Promise<void> => {
    await session.end();
    live.delete(session);
  };

  /** No candidate has run in it when it ends without a sign of life: it is only started again. */
  const start = async (
    candidates: string,
    candidate: string | null,
    dress: Dress | null = null,
  ): Promise<SubjectSession> => {
    const places = dress === null ? INSIDE : insideOf(dress.skin.root);
    const program = driver.program({ ...files, candidates }, candidate, places);
    for (let attempt = 1; ; attempt += 1) {
      const { memoryBytes, processes, temporaryBytes, outputBytes, answerBytes } = limits;
      const sandbox = await launcher.launch({
        ...program,
        ...(dress === null ? {} : dressed(program, dress)),
        memoryBytes,
        processes,
        temporaryBytes,
        outputBytes,
      });
      const session = openSession(sandbox, { answerBytes });
      live.add(session);
      const reply = await session.exchange('ping', 'null', START);
      if (reply.kind !== 'ended') return session;
      await end(session);
      if (attempt === START_ATTEMPTS || reply.status === 'timeout')
        throw reply.fault ?? startFault(reply.exit?.stderr ?? '');
    }
  };

  const waitingSandbox = (dress: Dress | null) =>
    openWarmSandbox({
      candidates: files.candidates,
      folders: files.waiting,
      start: (folder) => start(dirname(folder), basename(folder), dress),
      answers: async (session) => (await session.exchange('ping', 'null', START)).kind !== 'ended',
      end,
    });
  const warm = waitingSandbox(null);
  if (options.warm) warm.refill();

  const cold = async (tree: string): Promise<StartedSandbox> => {
    const session = await start(files.candidates, tree);
    return { session, end: () => end(session) };
  };

  const skinned = openSkinnedSandboxes({
    folders: files.waiting,
    start: (tree, dress) => start(files.candidates, tree, dress),
    end,
    warm: options.warm ? (dress) => waitingSandbox(dress) : null,
  });

  const drop = (): void => {
    if (screening !== null) void end(screening.session);
    screening = null;
  };

  const shared = async (): Promise<Screening> => {
    if (screening !== null && !screening.session.unsolicited() && screening.served < limits.screeningBatch)
      return screening;
    drop();
    batches += 1;
    screening = {
      session: await start(files.candidates, null),
      batch: `${options.worker}-${batches}`,
      served: 0,
    };
    return screening;
  };

  const alone = (sandbox: StartedSandbox, released: () => void): SubjectLease => ({
    session: sandbox.session,
    loadPayload: JSON.stringify(driver.loadPayload('')),
    translation,
    collection,
    batch: null,
    used: false,
    release: () => {
      void sandbox.end();
      released();
    },
  });

  const fresh = async (tree: string): Promise<SubjectLease> =>
    alone((await warm.take(tree)) ?? (await cold(tree)), () => {
      // Not before: starting it would take time from the candidate in hand.
      if (options.warm) warm.refill();
    });

  const screened = async (tree: string): Promise<SubjectLease> => {
    const host = await shared();
    const { session, batch, served } = host;
    host.served += 1;
    const release = (sound: boolean): void => {
      if (!sound && screening === host) drop();
    };
    return {
      session,
      loadPayload: JSON.stringify(driver.loadPayload(tree)),
      translation,
      collection,
      batch,
      used: served > 0,
      release,
    };
  };

  return {
    lease: (tree, mode) => (mode === 'screened' && limits.screeningBatch > 0 ? screened(tree) : fresh(tree)),
    open: async (tree, skin) => {
      if (skin === null) return { lease: alone(await cold(tree), () => undefined), shown: [] };
      if (collection !== null)
        throw new TypeError('only a candidate that answers questions has another skin');
      return {
        lease: alone(await skinned.take(tree, skin), () => skinned.refill(skin)),
        shown: shownParts(skin, launcher.stamp.level),
      };
    },
    retire: (batch) => {
      // A process that is answering just now is not handed out again.
      if (screening?.batch === batch) screening.served = Infinity;
    },
    close: async () => {
      await Promise.all([warm.close(), skinned.close()]);
      await Promise.all([...live].map(end));
    },
  };
}

function dressed(program: ReturnType<SubjectDriver['program']>, { skin, mounts }: Dress) {
  return {
    mounts: [...program.mounts, ...mounts],
    environment: { ...program.environment, ...skin.variables },
    skin: skin.sandbox,
  };
}

function startFault(stderr: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_SUBJECT_START',
    domain: 'sandbox',
    what: 'The program that loads candidates did not start in its sandbox',
    where: stderr.trim() === '' ? 'it printed nothing' : stderr.trim(),
    mend: 'Run `fulcrum doctor`; sandbox.memory and sandbox.processes must leave room for the program itself',
  });
}
