import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FulcrumError } from '../../kernel/errors.ts';
import type { Backend, BackendReply, ModelCall } from '../backend.ts';
import { BackendFailure } from '../backend.ts';
import { parseJson } from '../plain-fields.ts';
import type { BrokenReply, RecordedReply, RecordingLine } from './recording-line.ts';
import { BODIES_FOLDER, LINES_FILE, recordingLine } from './recording-line.ts';
import { replayKey } from './replay-key.ts';

/** A reply that is still to be given. */
interface Waiting {
  readonly holder: string | null;
  readonly reply: RecordedReply;
  readonly attempts: number;
}

/**
 * Answers as a recording did: the n-th time a request comes from somebody it gets the n-th reply that they got, byte for
 * byte, errors and cut replies too, whatever others ask meanwhile. Where a process was killed, what the one that went on
 * was answered comes first. A caller with the token of the run gets the replies of anybody. A request that was never made
 * is not answered.
 *
 * @throws FulcrumError `FULCRUM_E_RECORDING_MISSING` or `FULCRUM_E_RECORDING_INVALID` with file and line
 */
export function recordedBackend(directory: string): Backend {
  const waiting = repliesByKey(readLines(directory));
  return {
    name: 'recording',
    kind: 'recorded',
    secrets: [],
    send: async (call, signal) => {
      const next = take(waiting.get(replayKey(call)) ?? [], call.holder);
      if (next === undefined) throw missing(call, 'it was not made then, or not as often');
      const { reply, attempts } = next;
      switch (reply.kind) {
        case 'failure':
          if (isGone(reply)) await hangingUp(signal);
          throw new BackendFailure({
            kind: reply.failure,
            code: reply.code as `FULCRUM_E_${string}`,
            message: reply.message,
            reached: reply.reached,
            attempts,
          });
        case 'withheld':
          throw missing(call, reply.reason);
        case 'body':
          return bodyReply(directory, reply, attempts);
      }
    },
    close: () => {},
  };
}

function repliesByKey(lines: readonly RecordingLine[]): ReadonlyMap<string, Waiting[]> {
  const ordered = lines.toSorted((left, right) => right.part - left.part || left.call - right.call);
  const waiting = new Map<string, Waiting[]>();
  for (const { replay, attempts, holder } of ordered) {
    if (replay === null) continue;
    const list = waiting.get(replay.key) ?? [];
    list.push({ holder, reply: replay.reply, attempts });
    waiting.set(replay.key, list);
  }
  // A call that was given up when its run was stopped has been made again since.
  for (const list of waiting.values())
    list.sort((left, right) => Number(isGone(left.reply)) - Number(isGone(right.reply)));
  return waiting;
}

/** Takes the first reply to one caller off the list. */
function take(list: Waiting[], holder: string | null): Waiting | undefined {
  const index = holder === null ? 0 : list.findIndex((item) => item.holder === holder);
  return index === -1 ? undefined : list.splice(index, 1)[0];
}

function isGone(reply: RecordedReply): boolean {
  return reply.kind === 'failure' && reply.code === 'FULCRUM_E_AGENT_GONE';
}

/** Whoever hung up then, because nothing came, is kept waiting again until they do. */
function hangingUp(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function bodyReply(
  directory: string,
  { status, headers, body, broken }: Extract<RecordedReply, { kind: 'body' }>,
  attempts: number,
): BackendReply {
  const bytes = readFileSync(join(directory, BODIES_FOLDER, body));
  return { status, headers, body: recordedBytes(bytes, broken, attempts), attempts };
}

async function* recordedBytes(
  bytes: Uint8Array,
  broken: BrokenReply,
  attempts: number,
): AsyncIterable<Uint8Array> {
  if (bytes.length > 0) yield bytes;
  if (broken === null) return;
  const { failure, message } = broken;
  const code = broken.code as `FULCRUM_E_${string}`;
  throw new BackendFailure({ kind: failure, code, message, reached: true, attempts });
}

function missing({ request }: ModelCall, reason: string): BackendFailure {
  return new BackendFailure({
    kind: 'unmatched',
    code: 'FULCRUM_E_REPLAY_MISS',
    message: `the recording has no reply for this call to ${JSON.stringify(request.model)}: ${reason}`,
    reached: false,
    attempts: 1,
  });
}

function readLines(directory: string): readonly RecordingLine[] {
  const file = join(directory, LINES_FILE);
  if (!existsSync(file)) {
    throw fault(
      'FULCRUM_E_RECORDING_MISSING',
      'There is no recording',
      directory,
      'Name a folder that a meter has recorded into.',
    );
  }
  const lines = readFileSync(file, 'utf8').split('\n');
  // What follows the last line end is nothing, or what a killed process left.
  return lines.slice(0, -1).map((line, index) => {
    const parsed = recordingLine.safeParse(parseJson(line));
    if (parsed.success) return parsed.data;
    throw fault(
      'FULCRUM_E_RECORDING_INVALID',
      'This line is no call',
      `${file}:${index + 1}`,
      'Record again.',
    );
  });
}

function fault(code: `FULCRUM_E_${string}`, what: string, where: string, mend: string): FulcrumError {
  return new FulcrumError({ code, domain: 'usage', what, where, mend });
}
