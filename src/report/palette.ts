/** What a colour stands for. `...Text` is the same tone, legible as text on `paper`. */
export type Tone =
  | 'paper'
  | 'panel'
  | 'rule'
  | 'ink'
  | 'muted'
  | 'run'
  | 'runText'
  | 'control'
  | 'controlText'
  | 'heldOut'
  | 'heldOutText'
  | 'heldOutOther'
  | 'heldOutOtherText'
  | 'discarded'
  | 'invalid'
  | 'refused'
  | 'added'
  | 'addedStrong'
  | 'removed'
  | 'removedStrong';

export type Palette = { readonly [tone in Tone]: string };

/** Series after Okabe & Ito (2008), distinguishable with every common colour vision; text tones darkened to WCAG AA. */
export const lightPalette: Palette = {
  paper: '#ffffff',
  panel: '#f4f6f8',
  rule: '#d8dde3',
  ink: '#16191d',
  muted: '#57606c',
  run: '#0072b2',
  runText: '#00629b',
  control: '#d55e00',
  controlText: '#a84800',
  heldOut: '#009e73',
  heldOutText: '#00704f',
  heldOutOther: '#b8649a',
  heldOutOtherText: '#94417a',
  discarded: '#a9b2bd',
  invalid: '#d55e00',
  refused: '#e6b400',
  added: '#e3f1fb',
  addedStrong: '#b3daf5',
  removed: '#fdebdd',
  removedStrong: '#f9cba6',
};

export const darkPalette: Palette = {
  paper: '#13161a',
  panel: '#1b2026',
  rule: '#353d47',
  ink: '#e9ecef',
  muted: '#a5aeb9',
  run: '#56b4e9',
  runText: '#6fc0ee',
  control: '#ef8636',
  controlText: '#f59a55',
  heldOut: '#1fb88c',
  heldOutText: '#3fcaa2',
  heldOutOther: '#d68fbc',
  heldOutOtherText: '#e0a5ca',
  discarded: '#6b7683',
  invalid: '#ef8636',
  refused: '#f0d060',
  added: '#12293a',
  addedStrong: '#1d4a69',
  removed: '#38210f',
  removedStrong: '#683c17',
};

/** The palette as CSS custom properties, `--run-text` for `runText`. */
export function paletteVariables(palette: Palette): string {
  return Object.entries(palette)
    .map(([tone, color]) => `--${tone.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${color}`)
    .join(';');
}

/** Contrast of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, relative luminance). */
export function contrast(left: string, right: string): number {
  const [light, dark] = [luminance(left), luminance(right)].toSorted((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
