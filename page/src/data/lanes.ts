import type { Timeline } from '../../../src/surfaces/view/protocol.ts';

type Span = Timeline['spans'][number];

export interface LaidSpan {
  readonly span: Span;
  /** From 0, below its stage's first. */
  readonly lane: number;
}

export interface StageLanes {
  readonly stage: string;
  readonly lanes: number;
  readonly spans: readonly LaidSpan[];
}

/** Spans by stage, in the order the stages first began; those that overlap lie in lanes, at most `most` of them. */
export function stageLanes(spans: readonly Span[], most: number): readonly StageLanes[] {
  const byStage = Map.groupBy(
    spans.toSorted((left, right) => left.from - right.from),
    ({ stage }) => stage,
  );
  return [...byStage].map(([stage, items]) => layOut(stage, items, most));
}

/** Each goes into the first lane that is free; when all are taken, into the one that is free first. */
function layOut(stage: string, items: readonly Span[], most: number): StageLanes {
  const ends: number[] = [];
  const spans = items.map((span): LaidSpan => {
    const free = ends.findIndex((end) => end <= span.from + 1e-9);
    const lane = free >= 0 ? free : ends.length < most ? ends.length : ends.indexOf(Math.min(...ends));
    ends[lane] = span.from + span.seconds;
    return { span, lane };
  });
  return { stage, lanes: ends.length, spans };
}
