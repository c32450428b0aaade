import { z } from 'zod';
import type { WorkspaceView } from '../../../kernel/contracts/proposer.ts';
import { pathFault, pathMatcher } from '../../../workspace/paths.ts';
import { createViewer } from '../../../workspace/view.ts';
import type { Answer } from '../answer.ts';
import { baseOf } from '../base.ts';
import type { Tool } from '../tool.ts';
import { candidateName, taskName } from '../tool.ts';

const input = z.strictObject({
  task: taskName,
  candidate: candidateName.default('incumbent'),
  paths: z
    .array(z.string().max(2048))
    .max(50)
    .default([])
    .describe('Files to read; without any, the editable files are listed'),
  offset: z
    .int()
    .min(0)
    .default(0)
    .describe('Characters to leave out at the beginning of each file: a long file is cut in its middle'),
});

/** Files of a candidate's workspace, out of the ledger: nothing else can be named. */
export const readFiles: Tool<z.infer<typeof input>> = {
  name: 'read_files',
  title: 'Read files',
  description:
    'Reads files of a candidate, the best so far by default. Without paths it lists the files that may be changed.',
  input,
  readOnly: true,
  answer: ({ task, candidate, paths, offset }, { tasks }) =>
    tasks.open(task, (run) => {
      const { number, tree } = baseOf(run, candidate);
      const editable = pathMatcher(run.task.workspace.editable);
      const view = createViewer(run.ledger, editable)(tree);
      return paths.length === 0 ? fileList(number, view) : fileTexts(number, view, paths, offset);
    }),
};

function fileList(candidate: number, view: WorkspaceView): Answer {
  const paths = view.editable();
  const foreign = [{ label: `editable files of candidate ${candidate}`, text: paths.join('\n') }];
  return { facts: { candidate, editableFiles: paths.length }, foreign };
}

function fileTexts(candidate: number, view: WorkspaceView, paths: readonly string[], offset: number): Answer {
  const texts = paths.map((path) => ({ path, text: pathFault(path) === null ? view.read(path) : null }));
  return {
    facts: {
      candidate,
      // In the order they were asked for.
      characters: texts.map(({ text }) => text?.length ?? null),
      missing: texts.filter(({ text }) => text === null).length,
    },
    foreign: texts.flatMap(({ path, text }) =>
      text === null ? [] : [{ label: path, text: text.slice(offset) }],
    ),
    failed: texts.every(({ text }) => text === null),
  };
}
