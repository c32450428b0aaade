/** A call as people read it. */
export interface RecordedCall {
  readonly call: number;
  readonly model: string | null;
  readonly outcome: string;
  /** Why it was not answered. */
  readonly message: string | null;
  /** USD at list price; null when no price is known. */
  readonly money: number | null;
  readonly milliseconds: number;
  /** What the model was told and had not been told in the call before; null where the words were not kept. */
  readonly asked: readonly Said[] | null;
  /** Null where there is no answer, or its words were not kept. */
  readonly answered: string | null;
}

/** One part of a conversation. */
export interface Said {
  /** As the protocol names it: `system`, `user`, `assistant`, `model`, `function_call_output`. */
  readonly by: string;
  readonly text: string;
}
