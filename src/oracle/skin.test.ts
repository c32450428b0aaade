import { expect, test } from 'vitest';
import { createRandom } from '../kernel/random.ts';
import type { Skin } from './skin.ts';
import { SKIN_PARTS, drawSkin, secondsAhead, shownParts, skinFor } from './skin.ts';

const SKINS = Array.from({ length: 200 }, (_, number) => drawSkin(createRandom(`skin ${number}`), []));

test.each([
  ['host name', (skin: Skin) => skin.sandbox.hostName],
  ['user', (skin: Skin) => skin.sandbox.user],
  ['working directory', (skin: Skin) => skin.sandbox.workingDirectory],
  ['folder', (skin: Skin) => skin.root],
  ['calendar', (skin: Skin) => skin.calendar!.laterSeconds],
])('there are too many values of its %s to list them', (_, value) => {
  expect(new Set(SKINS.map((skin) => value(skin))).size).toBeGreaterThan(150);
});

test('the same stream draws the same look', () => {
  expect(drawSkin(createRandom('skin 7'), [])).toEqual(SKINS[7]);
});

test.each(SKIN_PARTS)('what keeps %s differs in everything else', (part) => {
  const kept = drawSkin(createRandom('skin 7'), [part]);
  const free = SKINS[7]!;
  expect(kept.parts).toEqual(SKIN_PARTS.filter((other) => other !== part));
  const plain = drawSkin(createRandom('skin 7'), SKIN_PARTS);
  const places = (skin: Skin) => ({
    'host-name': skin.sandbox.hostName,
    user: skin.sandbox.user,
    paths: [skin.root, skin.sandbox.workingDirectory],
    processes: [skin.sandbox.startedBefore, skin.sandbox.idleBeside],
    variables: Object.keys(skin.variables).filter((name) => name !== 'TZ' && name !== 'LANG'),
    zone: skin.variables['TZ'],
    locale: skin.variables['LANG'],
    clock: skin.calendar,
  });
  expect(places(kept)).toEqual({ ...places(free), [part]: places(plain)[part] });
});

test('variables that a candidate names are set, unless they command a program', () => {
  const names = [
    'PRODUCTION',
    'NODE_OPTIONS',
    'LD_PRELOAD',
    'PYTHONPATH',
    'PATH',
    'TZ',
    'some text',
    'lower',
    'NODE_ENV',
  ];
  const { variables } = skinFor({ ...SKINS[0]!, variables: {} }, { names, notBefore: 0 });
  expect(Object.keys(variables).toSorted()).toEqual(['NODE_ENV', 'PRODUCTION']);
  const kept = drawSkin(createRandom('skin 7'), ['variables']);
  expect(skinFor(kept, { names, notBefore: 0 }).variables).toEqual(kept.variables);
});

test('its calendar is later than the true time and than what is waited for', () => {
  expect(secondsAhead({ laterSeconds: 5, notBefore: 0 }, 1000)).toBe(5);
  expect(secondsAhead({ laterSeconds: 5, notBefore: 1100 }, 1000)).toBe(105);
  const { calendar } = skinFor(SKINS[0]!, { names: [], notBefore: 4e9 });
  expect(calendar).toEqual({ laterSeconds: SKINS[0]!.calendar!.laterSeconds, notBefore: 4e9 });
});

test('where nothing isolates, only what is in the environment is another', () => {
  expect(shownParts(SKINS[0]!, 'none')).toEqual(['variables', 'zone', 'locale']);
  expect(shownParts(SKINS[0]!, 1)).toEqual(SKIN_PARTS);
});
