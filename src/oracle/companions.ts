import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Json } from '../kernel/json.ts';
import type { SandboxLimits } from '../kernel/task.ts';
import type { Companions, OpenSubject, ProgramOutcome, TimedAnswer, TreeName } from './check-context.ts';
import { openInquiry } from './inquiry.ts';
import { questionWithin } from './questioning.ts';
import type { ProgramSandbox } from './subject/program-sandbox.ts';
import type { SubjectEnd } from './subject/session.ts';
import type { Subjects } from './subject/subjects.ts';

/** What it takes to give a check companions. */
export interface CompanionHost {
  readonly subjects: Subjects;
  readonly programs: ProgramSandbox;
  readonly trees: { readonly [tree in TreeName]: string };
  readonly limits: SandboxLimits;
  readonly encode: (argument: Json) => string;
}

/** The companions of one check, and what was asked of them. */
export interface CompanionRecord {
  readonly companions: Companions;
  /** Ends all of them; the record of each, in the order they were opened. */
  readonly close: () => Promise<readonly string[]>;
}

export function openCompanions(
  host: CompanionHost,
  judged: Companions['files'],
  signal: AbortSignal,
): CompanionRecord {
  const { subjects, programs, limits, trees, encode } = host;
  const opened: { readonly end: () => Promise<void>; readonly record: () => Promise<string> }[] = [];

  const open: Companions['open'] = async ({ tree, skin = null }) => {
    signal.throwIfAborted();
    const { lease, shown } = await subjects.open(trees[tree], skin);
    let released = false;
    const questioning = questionWithin(lease, limits);
    let milliseconds = 0;
    const inquiry = openInquiry(async (payload) => {
      const started = performance.now();
      const reply = await questioning.questioned.call(payload);
      milliseconds = performance.now() - started;
      return reply;
    }, encode);
    const loading = performance.now();
    let unloaded: SubjectEnd | null = await questioning.questioned.load();
    const loadMilliseconds = performance.now() - loading;
    const end = async (): Promise<void> => {
      if (!released) lease.release(false);
      released = true;
      await lease.session.end();
    };
    const ask: OpenSubject['ask'] = async (...args): Promise<TimedAnswer> => {
      if (unloaded !== null) return endedAnswer(unloaded, 0);
      try {
        return { ...(await inquiry.subject.ask(...args)), milliseconds };
      } catch (error) {
        const { end: how } = await inquiry.close();
        if (how === null) throw error;
        unloaded = how;
        return endedAnswer(how, milliseconds);
      }
    };
    opened.push({
      end,
      record: async () => {
        const { questions, transcript } = await inquiry.close();
        const look = skin === null ? '' : ` ${JSON.stringify(skin)}`;
        return `companion ${tree}${look} ${questions} ${transcript}`;
      },
    });
    return { ask, end, loadMilliseconds, shown, usage: lease.session.usage };
  };

  const execute: Companions['execute'] = async (order) => {
    signal.throwIfAborted();
    const outcome = await programs.execute(join(programs.sources, trees[order.tree]), order, signal);
    if (order.preparation === true) return outcome;
    const record = `program ${JSON.stringify(order.argv)} ${outcomeRecord(outcome)}`;
    opened.push({ end: async () => undefined, record: async () => record });
    return outcome;
  };

  return {
    companions: { files: judged, open, execute },
    close: async () => {
      const records: string[] = [];
      for (const { end, record } of opened) {
        await end();
        records.push(await record());
      }
      return records;
    },
  };
}

function endedAnswer({ status, reason, fault }: SubjectEnd, milliseconds: number): TimedAnswer {
  if (fault !== null) throw fault;
  return { kind: 'ended', status, reason, milliseconds };
}

/** What a rerun must reproduce: files, not what a program printed. */
function outcomeRecord(outcome: ProgramOutcome): string {
  if (outcome.kind === 'ended') return `ended ${outcome.status}`;
  const digest = createHash('sha256');
  for (const [path, bytes] of Object.entries(outcome.files))
    digest.update(`${path}\0${createHash('sha256').update(bytes).digest('hex')}\n`);
  return `exit ${outcome.exitCode} files ${digest.digest('hex')}`;
}
