import type { JSX } from 'preact';

import { candidateName } from '../data/candidate-name.ts';
import { routeHref } from '../data/route.ts';

/** A candidate's number, which opens it. */
export function CandidateLink({
  run,
  number,
}: {
  readonly run: string;
  readonly number: number;
}): JSX.Element {
  return (
    <a class="candidate-link" href={routeHref(run, 'candidate', number)}>
      {candidateName(number)}
    </a>
  );
}
