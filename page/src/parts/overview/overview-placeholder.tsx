import type { JSX } from 'preact';

import { Loading } from '../loading.tsx';

/** Stands where the overview will, with the same lines and heights. */
export function OverviewPlaceholder(): JSX.Element {
  return (
    <div class="overview-placeholder">
      <Loading height={24} label="Loading the overview" />
      <div class="main-figures" aria-hidden="true">
        {Array.from({ length: 6 }, (_, place) => (
          <Loading key={place} height={64} />
        ))}
      </div>
      <div class="overview-main" aria-hidden="true">
        <Loading height={440} />
        <Loading height={440} />
      </div>
    </div>
  );
}
