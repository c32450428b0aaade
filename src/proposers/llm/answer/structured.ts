import { z } from 'zod';
import type { WorkspaceView } from '../../../kernel/contracts/proposer.ts';
import type { EditFault } from '../../../workspace/edit-fault.ts';
import { editsFromList } from '../../../workspace/edit-blocks.ts';
import type { EditBlock } from '../../../workspace/read-edit-blocks.ts';
import type { ReadAnswer } from './read-answer.ts';

/** Every field is demanded: some providers hold to a schema only where none may be left out. */
const schema = z.strictObject({
  summary: z.string().describe('What is changed and why it should help, in at most 150 characters'),
  edits: z.array(
    z.strictObject({
      path: z.string().describe('The file, as it was shown'),
      search: z
        .string()
        .nullable()
        .describe('Whole lines that stand in the file exactly once; null to give the whole file'),
      text: z.string().describe('What stands in their place, or the whole file'),
    }),
  ),
});

/** As providers take it. */
export const STRUCTURED_SCHEMA = z.toJSONSchema(schema);

/** Reads an answer of that form; it is applied as strictly as any other. */
export function readStructured(files: WorkspaceView, answer: string): ReadAnswer {
  const value = jsonOf(answer);
  if (value === undefined)
    return unreadable('the answer is no JSON', 'Send one JSON object and nothing else.');
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    const place = path.length === 0 ? 'the answer' : path.join('.');
    return unreadable(`${place} is not as it has to be`, message);
  }
  const { summary, edits } = parsed.data;
  if (edits.length === 0) return unreadable('the answer holds no edit', 'Change a file.');
  return { summary, ...editsFromList(files, edits.map(blockOf)) };
}

function blockOf({ path, search, text }: z.infer<typeof schema>['edits'][number]): EditBlock {
  if (search === null) return { kind: 'whole', path, lines: linesOf(text) };
  return { kind: 'replace', path, search: linesOf(search), replacement: linesOf(text) };
}

/** Without their ends; that of the last one may be left out. */
function linesOf(text: string): readonly string[] {
  const plain = text.replaceAll('\r\n', '\n').replace(/\n$/, '');
  return plain === '' && text === '' ? [] : plain.split('\n');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreadable(what: string, hint: string): ReadAnswer {
  const fault: EditFault = { path: null, what, hint };
  return { summary: null, kind: 'refused', faults: [fault] };
}
