import { describe, expect, it } from 'vitest';
import { illustrationIn, MOST_SHAPES } from './illustration.ts';
import type { Json } from './json.ts';

const circle = { kind: 'circle', x: 0.5, y: 0.5, radius: 0.5, shade: 1, label: 'one' };
const shapes = {
  kind: 'shapes',
  title: 't',
  caption: 'c',
  label: 'l',
  box: { left: 0, bottom: 0, right: 1, top: 1 },
  shapes: [circle, { kind: 'rectangle', x: 0, y: 0, width: 1, height: 0, shade: 0, label: '' }],
};
const heatMap = {
  kind: 'heat-map',
  title: 't',
  caption: 'c',
  unit: '',
  scale: 'sequential',
  x: { label: 'x', start: 0, step: 1 },
  y: { label: 'y', start: 0, step: 1 },
  rows: [[1, null]],
};

describe('an illustration', () => {
  it.each([shapes, heatMap])('is found in evidence: $kind', (illustration) => {
    expect(illustrationIn({ illustration })).toBe(illustration);
  });

  it.each<[string, Json]>([
    ['no evidence', null],
    ['a text', { illustration: 'shapes' }],
    ['an unknown kind', { illustration: { ...shapes, kind: 'scatter' } }],
    ['no title', { illustration: { ...shapes, title: 7 } }],
    ['no label', { illustration: { ...shapes, label: null } }],
    ['an empty box', { illustration: { ...shapes, box: { left: 0, bottom: 0, right: 0, top: 1 } } }],
    ['a box of texts', { illustration: { ...shapes, box: { left: '0', bottom: 0, right: 1, top: 1 } } }],
    ['a shape of another kind', { illustration: { ...shapes, shapes: [{ ...circle, kind: 'path' }] } }],
    ['a negative radius', { illustration: { ...shapes, shapes: [{ ...circle, radius: -1 }] } }],
    ['a place that is no number', { illustration: { ...shapes, shapes: [{ ...circle, x: '0" onload="' }] } }],
    ['shapes that are no list', { illustration: { ...shapes, shapes: circle } }],
    [
      'too many shapes',
      { illustration: { ...shapes, shapes: Array.from({ length: MOST_SHAPES + 1 }, () => circle) } },
    ],
    ['a heat map without axes', { illustration: { ...heatMap, x: null } }],
    ['a heat map of texts', { illustration: { ...heatMap, rows: [['1']] } }],
  ])('with %s is none', (_, evidence) => expect(illustrationIn(evidence)).toBeNull());
});
