import { describe, expect, it } from 'vitest';
import type { Palette, Tone } from './palette.ts';
import { contrast, darkPalette, lightPalette } from './palette.ts';

const palettes: readonly [string, Palette][] = [
  ['light', lightPalette],
  ['dark', darkPalette],
];

describe('contrast', () => {
  it('gives the figures of WCAG 2.2', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 10);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(contrast('#123456', '#123456')).toBe(1);
  });
});

describe.each(palettes)('%s palette', (_name, palette) => {
  const texts: readonly Tone[] = [
    'ink',
    'muted',
    'runText',
    'controlText',
    'heldOutText',
    'heldOutOtherText',
  ];
  it.each(texts)('%s is legible on paper and panel (AA, 4.5 to 1)', (tone) => {
    expect(contrast(palette[tone], palette.paper)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette[tone], palette.panel)).toBeGreaterThanOrEqual(4.5);
  });

  it.each<Tone>(['added', 'addedStrong', 'removed', 'removedStrong'])('code is legible on %s', (tone) => {
    expect(contrast(palette.ink, palette[tone])).toBeGreaterThanOrEqual(4.5);
  });

  it.each<Tone>(['run', 'control', 'heldOut', 'heldOutOther', 'invalid'])(
    '%s is visible as a line (3 to 1)',
    (tone) => {
      expect(contrast(palette[tone], palette.paper)).toBeGreaterThanOrEqual(3);
    },
  );
});
