import { z } from 'zod';

export const stageSchema = z.strictObject({
  name: z.string().min(1).max(100),
  turns: z.int().min(1),
  from: z.enum(['best', 'root']).default('best'),
  until: z.enum(['turns', 'draft-passes']).default('turns'),
  ablate: z.boolean().default(false),
  focus: z.array(z.string().min(1)).min(1).optional(),
});

/**
 * A stage of a tree search: at most so many turns, each from the best candidate of the stage or always from what the
 * stage began with; `until: draft-passes` ends it as soon as there is a draft that passes. `ablate` asks for a part to be
 * taken out. `focus` says which files are changed.
 */
export type Stage = z.infer<typeof stageSchema>;

/**
 * The four stages of The AI Scientist-v2 (SakanaAI/AI-Scientist-v2 @defddb8, bfts_config.yaml and
 * treesearch/agent_manager.py): a first implementation, then tuning of it, research by best-first search, and ablations
 * of what that found; at most 20, 12, 12 and 18 nodes.
 */
export const AI_SCIENTIST_STAGES: readonly Stage[] = [
  { name: 'initial implementation', turns: 20, from: 'best', until: 'draft-passes', ablate: false },
  { name: 'baseline tuning', turns: 12, from: 'root', until: 'turns', ablate: false },
  { name: 'creative research', turns: 12, from: 'best', until: 'turns', ablate: false },
  { name: 'ablation studies', turns: 18, from: 'root', until: 'turns', ablate: true },
];
