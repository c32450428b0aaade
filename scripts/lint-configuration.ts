import type { Layer } from './layers.ts';
import { forbiddenLayers, LAYERS } from './layers.ts';

type Rules = { readonly [rule: string]: unknown };

interface Override {
  readonly files: readonly string[];
  readonly excludeFiles?: readonly string[];
  readonly plugins?: readonly string[];
  readonly rules: Rules;
}

const PLUGINS = ['typescript', 'unicorn', 'oxc', 'import', 'node'];

const TESTS = ['**/*.test.ts'];

const BASE_RULES: Rules = {
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'import/no-cycle': 'error',
  'unicorn/prefer-node-protocol': 'error',
  'typescript/no-explicit-any': 'error',
  'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  // `import('...').Name` in a type is the one form of import that no-restricted-imports does not see.
  'typescript/consistent-type-imports': ['error', { disallowTypeAnnotations: true }],
  'typescript/no-require-imports': 'error',
  // An exhaustive switch has no return after it; TypeScript's noImplicitReturns knows that, this rule does not.
  'typescript/consistent-return': 'off',
  // Data from a file, a database or a process is narrowed once, by an assertion behind a check of its shape.
  'typescript/no-unsafe-type-assertion': 'off',
  // Command lines are lists of words, grouped by spreading short lists into them.
  'unicorn/no-useless-spread': 'off',
  // Some packages offer their one export by name and as default.
  'import/no-named-as-default': 'off',
  // Text that is measured for the terminal is taken apart into code points on purpose.
  'typescript/no-misused-spread': ['error', { allow: ['string'] }],
  // Plain readonly data is changed by spreading it, and a helper stands beside its only use.
  'oxc/no-map-spread': 'off',
  'unicorn/consistent-function-scoping': 'off',
  // One question at a time is the protocol, and most loops here depend on their previous turn.
  'no-await-in-loop': 'off',
};

/** The content of `.oxlintrc.json`: a strict base and, for each layer, the imports it must not make. */
export function lintConfiguration(): object {
  return {
    $schema: './node_modules/oxlint/configuration_schema.json',
    plugins: PLUGINS,
    options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: 'error' },
    categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
    ignorePatterns: [
      ...['node_modules', 'dist', 'coverage', '.fulcrum'],
      // Programs that are run, as their authors would leave them.
      ...['redteam/exploits', 'redteam/controls', 'redteam/harnesses', 'redteam/problems/*/*/*/**'],
    ],
    rules: BASE_RULES,
    overrides: [
      sourceOverride(),
      ...LAYERS.flatMap(layerOverrides),
      // It takes the built-in methods it needs before a candidate can replace them.
      { files: ['src/oracle/subject/node-driver.ts'], rules: { 'typescript/unbound-method': 'off' } },
      pageOverride(),
      { files: TESTS, plugins: [...PLUGINS, 'vitest'], rules: {} },
    ],
  };
}

/** The page runs in browsers: it may use no module of Node, and imports its style sheets for their effect. */
function pageOverride(): Override {
  const node = { regex: '^node:', message: 'The page runs in browsers.' };
  return {
    files: ['page/src/**'],
    excludeFiles: TESTS,
    rules: {
      'import/no-default-export': 'error',
      'import/no-unassigned-import': ['error', { allow: ['**/*.css'] }],
      ...restrictImports([node]),
    },
  };
}

function sourceOverride(): Override {
  return { files: ['src/**'], rules: { 'import/no-default-export': 'error' } };
}

/** A test may use any package and built-in module, and the clock; the layers it may import are those of its folder. */
function layerOverrides(layer: Layer): readonly Override[] {
  const files = [`src/${layer.name}/**`];
  const edges: Override = { files, rules: restrictImports(edgePatterns(layer)) };
  const reach = reachPatterns(layer);
  const rules = {
    ...(reach.length > 0 ? restrictImports([...edgePatterns(layer), ...reach]) : {}),
    ...(layer.deterministic ? restrictChance(layer.name) : {}),
  };
  return Object.keys(rules).length === 0 ? [edges] : [edges, { files, excludeFiles: TESTS, rules }];
}

interface Pattern {
  readonly regex: string;
  readonly message: string;
}

/** Relative specifiers that lead into a forbidden layer, by whatever detour, and the ways around relative ones. */
function edgePatterns(layer: Layer): readonly Pattern[] {
  const forbidden = forbiddenLayers(layer);
  const patterns: Pattern[] = [
    {
      regex: String.raw`^(?:fulcrum(?:/|$)|#|/|file:)`,
      message: 'Inside src/ import by relative path, so that the layers can be seen.',
    },
  ];
  if (forbidden.length === 0) return patterns;
  const allowed = layer.imports.length === 0 ? 'no other layer' : `only ${layer.imports.join(', ')}`;
  return [
    ...patterns,
    {
      regex: String.raw`^\.{1,2}/(?:.*/)?(?:${forbidden.join('|')})(?:/|$)`,
      message: `${layer.name} may import ${allowed}: see scripts/layers.ts.`,
    },
    {
      regex: String.raw`^\.{1,2}/(?:.*/)?src/`,
      message: 'Inside src/ import by the shortest relative path, so that the layers can be seen.',
    },
  ];
}

function reachPatterns(layer: Layer): readonly Pattern[] {
  switch (layer.reach) {
    case 'nothing':
      return [
        { regex: String.raw`^[^.]`, message: `${layer.name} imports nothing from outside its folder.` },
      ];
    case 'packages':
      return [{ regex: '^node:', message: `${layer.name} is pure: effects are handed to it.` }];
    case 'everything':
      return [];
  }
}

function restrictImports(patterns: readonly Pattern[]): Rules {
  return { 'no-restricted-imports': ['error', { patterns }] };
}

function restrictChance(name: string): Rules {
  const message = `${name} is deterministic: take the random stream or the time as an argument.`;
  return {
    'no-restricted-properties': [
      'error',
      { object: 'Math', property: 'random', message },
      { object: 'Date', property: 'now', message },
      { object: 'performance', property: 'now', message },
    ],
  };
}
