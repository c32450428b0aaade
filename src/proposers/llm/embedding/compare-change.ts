import type { EmbeddingUse } from '../../../kernel/candidate.ts';
import type { FileEdit, WorkspaceView } from '../../../kernel/contracts/proposer.ts';
import type { ModelDoor, ModelTokens } from '../../services.ts';
import type { KeptFiles } from '../kept-files.ts';
import type { EmbeddingChoice } from '../options.ts';
import { modelName } from '../options.ts';
import { changeText } from './change-text.ts';
import { embedText } from './embed-text.ts';
import type { NearestChange } from './nearest-change.ts';
import { nearestChange } from './nearest-change.ts';
import type { RememberedChange } from './remembered.ts';
import { readVector, writeVector } from './vector-text.ts';

export interface ChangeSource {
  readonly edits: readonly FileEdit[];
  /** The one the edits change. */
  readonly parent: WorkspaceView;
  readonly remembered: readonly RememberedChange[];
  readonly choice: EmbeddingChoice;
  readonly kept: KeptFiles;
  readonly door: ModelDoor | null;
  readonly signal: AbortSignal;
}

export interface ComparedChange {
  /** Null when the change could not be embedded. */
  readonly use: EmbeddingUse | null;
  /** Null where the provider does not say. */
  readonly tokens: ModelTokens | null;
  /** Null when the change is new enough. */
  readonly refusal: { readonly reason: string; readonly overBudget: boolean } | null;
}

/**
 * Refuses a change whose embedding is too near that of one of the last that were judged. One that cannot be embedded is
 * refused with the reason: it is not known to be new.
 */
export async function compareChange(source: ChangeSource): Promise<ComparedChange> {
  const { edits, parent, remembered, choice, kept, door, signal } = source;
  const text = changeText(edits, parent, choice.characters, door === null ? [] : [door.token]);
  const embedded = await embedText(text, choice, door, signal);
  if (embedded.kind === 'failed') {
    const reason = `the change could not be embedded: ${embedded.reason}`;
    return { use: null, tokens: null, refusal: { reason, overBudget: embedded.overBudget } };
  }
  const written = writeVector(embedded.vector);
  const known = remembered.map(({ number, digest }) => ({ number, vector: readVector(kept.get(digest)) }));
  const nearest = nearestChange(readVector(written), known);
  const use = { model: modelName(choice), digest: kept.put(written), nearest };
  return { use, tokens: embedded.tokens, refusal: refusalOf(nearest, choice) };
}

function refusalOf(
  nearest: NearestChange | null,
  { similarity }: EmbeddingChoice,
): ComparedChange['refusal'] {
  if (nearest === null || nearest.similarity < similarity) return null;
  const likeness = `the cosine of their embeddings is ${nearest.similarity.toFixed(4)}, at least ${similarity}`;
  return {
    reason: `the change is too like that of proposal ${nearest.number}: ${likeness}`,
    overBudget: false,
  };
}
