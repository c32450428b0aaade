import type { WorkspaceView } from '../../../kernel/contracts/proposer.ts';
import type { BlockEdits } from '../../../workspace/edit-blocks.ts';
import { editsFromBlocks } from '../../../workspace/edit-blocks.ts';
import { statedSummary } from '../../summary-line.ts';
import { readStructured } from './structured.ts';

/** The change that an answer asks for, and what its author says of it; null where that cannot be found. */
export type ReadAnswer = BlockEdits & { readonly summary: string | null };

/** In prose with search/replace blocks, or as one JSON value. */
export type AnswerForm = 'blocks' | 'structured';

export function readAnswer(form: AnswerForm, files: WorkspaceView, answer: string): ReadAnswer {
  switch (form) {
    case 'blocks':
      return { summary: statedSummary(answer), ...editsFromBlocks(files, answer) };
    case 'structured':
      return readStructured(files, answer);
  }
}
