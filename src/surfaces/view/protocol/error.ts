/** What every address answers with instead when it cannot answer. */
export interface ErrorReply {
  readonly code: string;
  readonly what: string;
  readonly where: string;
  readonly mend: string;
}
