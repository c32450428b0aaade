import { textOf } from '../parser.ts';
import type { Operator } from '../operator.ts';

/** A statement under a condition runs always: its `if` goes, and with it one of the branches. */
export const guardDrop: Operator = {
  id: 'guard-drop',
  weight: 0.5,
  sites: (parsed) => parsed.places.filter(({ node }) => node.type === 'IfStatement'),
  apply: (parsed, site, random) => {
    const branches = site.children.filter(({ key }) => key === 'consequent' || key === 'alternate');
    return [{ start: site.start, end: site.end, text: textOf(parsed, random.pick(branches)) }];
  },
};
