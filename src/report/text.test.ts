import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from './markup.ts';
import { capped, createAllowance, visibleText } from './text.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 200 });

describe('visible text', () => {
  it('shows escape, bidirectional and zero-width characters as what they are', () => {
    expect(visibleText('\u001b[31mred')).toBe('\\u{1b}[31mred');
    expect(visibleText('a\u202eb\u2066c')).toBe('a\\u{202e}b\\u{2066}c');
    expect(visibleText('x\u200by\ufeff')).toBe('x\\u{200b}y\\u{feff}');
    expect(visibleText('\ud800')).toBe('\\u{d800}');
    expect(visibleText('line\n\ttab → 漢字 é')).toBe('line\n\ttab → 漢字 é');
  });

  it('leaves no character of Unicode category C but line breaks and tabs', () => {
    fc.assert(fc.property(anyText, (text) => !/(?![\n\t])[\p{C}\u2028\u2029]/u.test(visibleText(text))));
  });
});

describe('capping', () => {
  it('leaves short texts alone and says what it cut', () => {
    expect(capped('short', 5)).toBe('short');
    expect(capped('abcdef', 3)).toBe('abc… (cut from 6 characters)');
  });

  it('bounds hostile texts after they are made visible, and never splits a character', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 100 }), (text, limit) => {
        const shown = capped(text, limit);
        expect(shown.length).toBeLessThanOrEqual(limit + 40);
        expect(shown.isWellFormed()).toBe(true);
      }),
    );
  });

  it('shares an allowance', () => {
    const allow = createAllowance(10);
    expect([allow('123456'), allow('7890'), allow('more'), allow('')]).toEqual(['123456', '7890', '…', '']);
  });
});

describe('html', () => {
  it('escapes every character with a meaning in HTML', () => {
    expect(html`<p title="${'"\'<&>'}">${'<b>&amp;'}</p>`.markup).toBe(
      '<p title="&quot;&#39;&lt;&amp;&gt;">&lt;b&gt;&amp;amp;</p>',
    );
  });

  it('escapes any text so that decoding gives back its visible form', () => {
    const characters: { readonly [entity: string]: string } = {
      amp: '&',
      lt: '<',
      gt: '>',
      quot: '"',
      '#39': "'",
    };
    fc.assert(
      fc.property(
        fc.oneof(anyText, fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", 'a', ';', '#') })),
        (text) => {
          const { markup } = html`${text}`;
          expect(markup).not.toMatch(/[<>"']/);
          expect(markup.replace(/&([a-z0-9#]+);/g, (_, entity: string) => characters[entity]!)).toBe(
            visibleText(text),
          );
        },
      ),
    );
  });

  it('leaves markup as it is and drops null', () => {
    expect(html`${[html`<i>${1}</i>`, html`<b>2</b>`]}${null}`.markup).toBe('<i>1</i><b>2</b>');
  });
});
