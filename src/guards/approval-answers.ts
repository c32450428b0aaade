import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { ApprovalAnswer } from '../kernel/approval.ts';
import { FulcrumError } from '../kernel/errors.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/);

const answerSchema = z.strictObject({
  version: z.literal(1),
  number: z.int().positive(),
  approved: z.boolean(),
  who: z.string().min(1).max(200),
  reason: z.string().min(1).max(2000),
  dwellSeconds: z.number().nonnegative(),
  diff: digest,
});

/**
 * Puts an answer where the process that writes the run finds it, whole or not at all. Works from any process, also while
 * none writes.
 *
 * @returns false when there is an answer already, which stands
 */
export function putAnswer(runDirectory: string, answer: ApprovalAnswer): boolean {
  const folder = approvalsOf(runDirectory);
  mkdirSync(folder, { recursive: true });
  const draft = join(folder, `draft-${randomBytes(8).toString('hex')}`);
  try {
    const text = `${JSON.stringify(answerSchema.parse({ version: 1, ...answer }), null, 2)}\n`;
    writeFileSync(draft, text, { flag: 'wx', flush: true });
    linkSync(draft, fileOf(runDirectory, answer.number));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * The answer to one candidate, or null while there is none.
 *
 * @throws FulcrumError `FULCRUM_E_APPROVAL_ANSWER` when the file is not as `putAnswer` wrote it
 */
export function readAnswer(runDirectory: string, number: number): ApprovalAnswer | null {
  const file = fileOf(runDirectory, number);
  const text = readIfThere(file);
  if (text === null) return null;
  const parsed = answerSchema.safeParse(jsonOf(text));
  if (!parsed.success || parsed.data.number !== number) throw spoiled(file);
  const { version: _, ...answer } = parsed.data;
  return answer;
}

/** The folder of a run directory with what people were shown and answered. It is made by the first of it. */
export function approvalsOf(runDirectory: string): string {
  return join(runDirectory, 'approvals');
}

function fileOf(runDirectory: string, number: number): string {
  return join(approvalsOf(runDirectory), `${number}.json`);
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function spoiled(file: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_APPROVAL_ANSWER',
    domain: 'ledger',
    what: 'the answer to an approval is not as it was written, so nobody can tell what was answered',
    where: file,
    mend: 'Remove the file, answer again with `fulcrum approvals`, then go on with `fulcrum resume`',
  });
}
