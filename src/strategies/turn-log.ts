/** What the last turns were spent on and what was known after each, oldest first; as many as a pipeline holds. */
export type TurnLog = readonly Row[];

/** As short as it can be written: there are as many as a pipeline is wide. */
type Row = readonly [evaluations: number, nodes: number, isExpansion: 0 | 1];

export type LoggedTurn = {
  /** Results known after it. */
  readonly evaluations: number;
  /** Candidates that had come of expansions by then. */
  readonly nodes: number;
  readonly isExpansion: boolean;
};

const LONGEST_PIPELINE = 1024;

export function logTurn(log: TurnLog, turn: LoggedTurn): TurnLog {
  return [...log, rowOf(turn)].slice(-LONGEST_PIPELINE);
}

/** The log where more is known after the last turn than was. */
export function amendLastTurn(log: TurnLog, known: Pick<LoggedTurn, 'evaluations' | 'nodes'>): TurnLog {
  const last = log.at(-1);
  return last === undefined ? log : log.with(log.length - 1, [known.evaluations, known.nodes, last[2]]);
}

function rowOf({ evaluations, nodes, isExpansion }: LoggedTurn): Row {
  return [evaluations, nodes, isExpansion ? 1 : 0];
}

/**
 * Turns under way that are expansions. A strategy is not told what it chose for them, but each choice follows from what
 * was known at its time: turn k from what was known after turn k - width, and from the expansions under way then.
 *
 * @param taken turns whose outcome is known
 * @param number of the turn to be chosen, so that number - taken is the width of the pipeline
 */
export function pendingExpansions(
  { log, taken, start }: { readonly log: TurnLog; readonly taken: number; readonly start: LoggedTurn },
  number: number,
  isExpansion: (known: LoggedTurn, pending: number) => boolean,
): number {
  const width = number - taken;
  const knownAfter = (turn: number): LoggedTurn => {
    const row = turn <= 0 ? undefined : log[log.length - 1 - (taken - turn)];
    if (row === undefined) return start;
    const [evaluations, nodes, isExpanded] = row;
    return { evaluations, nodes, isExpansion: isExpanded === 1 };
  };
  const isExpanding = (turn: number): boolean => turn > 0 && knownAfter(turn).isExpansion;
  let pending = 0;
  for (let turn = taken + 2 - width; turn <= taken; turn += 1) pending += Number(isExpanding(turn));
  for (let turn = taken + 1; turn < number; turn += 1) {
    pending += Number(isExpansion(knownAfter(turn - width), pending));
    pending -= Number(isExpanding(turn + 1 - width));
  }
  return pending;
}
