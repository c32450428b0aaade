import { createHash } from 'node:crypto';
import { xmlText } from '../xml.ts';
import type { Collected } from './collect.ts';
import type { PageParts } from './page-parts.ts';

/**
 * The page and its data as one HTML file. Its Content-Security-Policy names its own script and style by their hashes and
 * allows no request at all.
 */
export function oneFilePage(title: string, parts: PageParts, { data, packs }: Collected): string {
  const [theme, script] = [scriptText(parts.theme), scriptText(parts.script)];
  const style = styleText(parts.style);
  const policy = policyOf({
    'script-src': [theme, script].map(hashSource),
    'style-src': [hashSource(style)],
    'img-src': ['data:'],
  });
  const icon = `data:image/svg+xml;base64,${Buffer.from(parts.icon).toString('base64')}`;
  return document({
    ...{ title, policy, icon },
    head: `<script>${theme}</script><style>${style}</style>`,
    data: jsonText(data),
    end: [
      ...Array.from(
        packs,
        ([id, text]) => `<script type="text/plain" id="fulcrum-pack-${id}">${text}</script>`,
      ),
      `<script>${script}</script>`,
    ].join('\n'),
  });
}

/** The same as files by their path in a folder; packs are loaded when they are needed. */
export function folderPage(
  title: string,
  parts: PageParts,
  { data, packs }: Collected,
): ReadonlyMap<string, string> {
  const policy = policyOf({
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'data:'],
  });
  const index = document({
    ...{ title, policy, icon: 'icon.svg' },
    head: '<script src="theme.js"></script><link rel="stylesheet" href="page.css">',
    data: jsonText(data),
    end: '<script src="page.js"></script>',
  });
  return new Map([
    ['index.html', index],
    ['page.js', parts.script],
    ['page.css', parts.style],
    ['theme.js', parts.theme],
    ['icon.svg', parts.icon],
    ...Array.from(
      packs,
      ([id, text]) => [`data/${id}.js`, `(globalThis.fulcrumPacks??={})["${id}"]="${text}";\n`] as const,
    ),
  ]);
}

function document(page: {
  readonly title: string;
  readonly policy: string;
  readonly icon: string;
  readonly head: string;
  readonly data: string;
  readonly end: string;
}): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${xmlText(page.policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${xmlText(page.title)}</title>
<link rel="icon" href="${page.icon}" type="image/svg+xml">
${page.head}
</head>
<body>
<div id="page"><div class="shell"><div class="navigation" aria-hidden="true"></div><main class="content" aria-busy="true"></main></div></div>
<noscript>This page draws its figures with JavaScript, which is switched off here.</noscript>
<script type="application/json" id="fulcrum-data">${page.data}</script>
${page.end}
</body>
</html>
`;
}

function policyOf(sources: { readonly [directive: string]: readonly string[] }): string {
  const allowed = Object.entries(sources).map(([directive, values]) => `${directive} ${values.join(' ')}`);
  return ["default-src 'none'", ...allowed, "base-uri 'none'", "form-action 'none'"].join('; ');
}

/** As the browser computes it: of the element's text, byte for byte. */
function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** JSON that ends no element and begins no comment in one (WHATWG HTML, "restrictions for contents of script elements"). */
function jsonText(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
}

/** A script of ours that may stand in an element: the sequences it must not hold are written another way. */
function scriptText(script: string): string {
  return script.replaceAll(/<\/(?=script)/gi, String.raw`<\/`).replaceAll('<!--', String.raw`\x3c!--`);
}

function styleText(style: string): string {
  return style.replaceAll(/<\/(?=style)/gi, String.raw`<\/`);
}
