import { rowPlaces } from '../lists.ts';
import type { Operator } from '../operator.ts';

/** One element less in a list. */
export const elementDelete: Operator = {
  id: 'element-delete',
  weight: 1,
  sites: rowPlaces,
  apply: (_parsed, site) => {
    const next = site.parent!.children[site.index + 1];
    const previous = site.parent!.children[site.index - 1];
    if (next) return [{ start: site.start, end: next.start, text: '' }];
    return previous ? [{ start: previous.end, end: site.end, text: '' }] : null;
  },
};
