import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { objectOf, parseJson } from '../plain-fields.ts';
import { PROTOCOL_NAMES } from '../protocol.ts';
import { PROTOCOLS } from '../protocols/index.ts';
import type { RecordedCall, Said } from './recorded-call.ts';
import { BODIES_FOLDER, LINES_FILE, recordingLine } from './recording-line.ts';
import { saidIn, writtenIn } from './said.ts';

const DIGEST = /^[0-9a-f]{64}$/;
const LARGEST_BODY = 32 * 2 ** 20;
const READ_AT_ONCE = 2 ** 20;

const shownLine = recordingLine.extend({
  protocol: z.enum(PROTOCOL_NAMES),
  model: z.string().nullable(),
  message: z.string().nullable(),
  money: z.number().nullable(),
  milliseconds: z.number(),
});

type ShownLine = z.infer<typeof shownLine>;

/**
 * The calls of a recording that were made for one holder, in their order. Whoever wrote the recording, only bodies that are
 * what their names say are read.
 *
 * @param most how many are read
 * @returns none where nothing was recorded
 */
export function recordedCalls(directory: string, holder: string, most: number): readonly RecordedCall[] {
  const calls: RecordedCall[] = [];
  let known: readonly Said[] = [];
  for (const text of linesWith(join(directory, LINES_FILE), `"holder":${JSON.stringify(holder)}`)) {
    const line = shownLine.safeParse(parseJson(text)).data;
    if (line === undefined || line.holder !== holder) continue;
    const asked = askedOf(directory, line);
    calls.push(readCall(directory, line, asked && newIn(asked, known)));
    known = asked ?? [];
    if (calls.length === most) break;
  }
  return calls;
}

function readCall(directory: string, line: ShownLine, asked: RecordedCall['asked']): RecordedCall {
  const { call, model, outcome, message, money, milliseconds } = line;
  return { call, model, outcome, message, money, milliseconds, asked, answered: answerOf(directory, line) };
}

/** What follows the beginning that both have in common. */
function newIn(said: readonly Said[], known: readonly Said[]): readonly Said[] {
  const first = said.findIndex(({ by, text }, at) => known[at]?.by !== by || known[at].text !== text);
  return first === -1 ? [] : said.slice(first);
}

function askedOf(directory: string, { replay }: ShownLine): readonly Said[] | null {
  const body = replay?.request == null ? null : bodyOf(directory, replay.request);
  const request = body === null ? null : objectOf(parseJson(body));
  return request && saidIn(request);
}

function answerOf(directory: string, { replay, protocol }: ShownLine): string | null {
  if (replay === null || replay.reply.kind !== 'body') return null;
  const body = bodyOf(directory, replay.reply.body);
  return body === null ? null : writtenIn(body, PROTOCOLS[protocol]);
}

/** Null where it is missing, larger than is read, or something else than its name says. */
function bodyOf(directory: string, digest: string): string | null {
  if (!DIGEST.test(digest)) return null;
  const path = join(directory, BODIES_FOLDER, digest);
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts?.isFile() !== true || facts.size > LARGEST_BODY) return null;
  const bytes = readFileSync(path);
  return createHash('sha256').update(bytes).digest('hex') === digest ? bytes.toString() : null;
}

/** Whole lines in which `words` occur: a recording is searched far faster than it is parsed. */
function* linesWith(path: string, words: string): Generator<string> {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return;
  const file = openSync(path, 'r');
  const chunk = Buffer.alloc(READ_AT_ONCE);
  let rest: Buffer = Buffer.alloc(0);
  try {
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      const bytes = Buffer.concat([rest, chunk.subarray(0, read)]);
      const end = bytes.lastIndexOf(NEW_LINE) + 1;
      const whole = bytes.subarray(0, end);
      for (let at = whole.indexOf(words); at !== -1;) {
        const stop = whole.indexOf(NEW_LINE, at);
        yield whole.toString('utf8', whole.lastIndexOf(NEW_LINE, at) + 1, stop);
        at = whole.indexOf(words, stop);
      }
      rest = bytes.subarray(end);
    }
  } finally {
    closeSync(file);
  }
}

const NEW_LINE = 0x0a;
