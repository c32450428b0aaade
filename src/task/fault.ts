/** What is wrong with one field of a task. */
export interface Fault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}
