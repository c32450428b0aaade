import type { z } from 'zod';
import type { Hash } from '../../kernel/candidate.ts';
import type { CandidateStory } from '../cli/candidate-story.ts';
import { notACandidate, readStory } from '../cli/candidate-story.ts';
import type { OpenRun } from '../cli/open-run.ts';
import type { candidateName } from './tool.ts';
import { storyName } from './tool.ts';

/** A candidate that has files, with its story. */
export interface Base {
  readonly number: number;
  readonly tree: Hash;
  readonly story: CandidateStory;
}

/** @throws FulcrumError when there is no such candidate, or the proposal of that number never became one */
export function baseOf({ ledger, state }: OpenRun, name: z.infer<typeof candidateName>): Base {
  const story = readStory(ledger, state, storyName(name));
  if (story.candidate !== null) return { number: story.number, tree: story.candidate.tree, story };
  throw notACandidate(story.number, 'Name another; list_candidates shows them');
}
