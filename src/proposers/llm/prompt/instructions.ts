import { DATA_BLOCK_RULE } from '../../../kernel/data-block.ts';
import type { AnswerForm } from '../answer/read-answer.ts';

const BLOCKS = `Begin your answer with one line that says what you change and why it should help:
SUMMARY: <at most 150 characters>
Then give the change, in one or more of these forms:
1. A search/replace block, below a line with the path of its file. The lines to search for have to stand in the file exactly once, whole, with their indentation:
path/to/file
<<<<<<< SEARCH
lines as they are
=======
lines as they shall be
>>>>>>> REPLACE
2. A whole file, in a fence below a line with its path.
Change nothing but the files shown as editable. A change that does not apply is thrown away.`;

const STRUCTURED = `Answer with one JSON object and nothing else:
{"summary": "<what you change and why it should help, at most 150 characters>", "edits": [{"path": "path/to/file", "search": "lines as they are", "text": "lines as they shall be"}]}
The lines to search for have to stand in the file exactly once, whole, with their indentation. With null for "search", "text" is the whole file.
Change nothing but the files shown as editable. A change that does not apply is thrown away.`;

/** What stands before every prompt of a run and is the same in all of them. */
export function instructionsText(goal: string | null, own: string | null, form: AnswerForm): string {
  return [
    'You improve code. A separate judge, which you cannot see or reach, measures every change you propose; what is not better is thrown away.',
    ...(goal === null ? [] : [`The task:\n${goal}`]),
    ...(own === null ? [] : [own]),
    DATA_BLOCK_RULE,
    form === 'blocks' ? BLOCKS : STRUCTURED,
  ].join('\n\n');
}
