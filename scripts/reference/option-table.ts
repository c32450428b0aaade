import type { Argument, Expression, ObjectExpression } from 'oxc-parser';
import type { SourceFile } from './source-file.ts';
import { constant } from './source-file.ts';

/** One option of a strategy or a check. */
export interface Option {
  readonly name: string;
  /** What may stand there, in words. */
  readonly value: string;
  /** As it is written in the source; null where the option is required. */
  readonly standard: string | null;
  readonly meaning: string;
}

/**
 * The options that a zod schema of ours allows, read from its source.
 *
 * @throws Error when there is no strict object of that name
 */
export function optionsOf(source: SourceFile, name: string): readonly Option[] {
  const declared = constant(source, name);
  const fields = declared === null ? null : strictObject(declared.value);
  if (declared === null || fields === null) throw new Error(`${source.path}: no strict object "${name}"`);
  return optionsIn(fields, declared.source);
}

/** The object of the first `strictObject` of a chain such as `z.strictObject({...}).refine(...)`. */
function strictObject(value: Expression): ObjectExpression | null {
  const link = linksOf(value).find(({ method }) => method === 'strictObject');
  const [fields] = link?.parameters ?? [];
  return fields?.type === 'ObjectExpression' ? fields : null;
}

function optionsIn(fields: ObjectExpression, source: SourceFile): readonly Option[] {
  return fields.properties.flatMap((property): readonly Option[] => {
    if (property.type === 'SpreadElement') return spread(property.argument, source);
    if (property.key.type !== 'Identifier') throw new Error(`${source.path}: an option without a plain name`);
    return [optionFrom(property.key.name, property.value, source)];
  });
}

function spread(argument: Expression, source: SourceFile): readonly Option[] {
  const declared = argument.type === 'Identifier' ? constant(source, argument.name) : null;
  if (declared?.value.type !== 'ObjectExpression')
    throw new Error(`${source.path}: options spread from nowhere`);
  return optionsIn(declared.value, declared.source);
}

function optionFrom(name: string, value: Expression, source: SourceFile): Option {
  const links = linksOf(value);
  const last = (method: string): string | null => {
    const [given] = links.findLast((link) => link.method === method)?.parameters ?? [];
    return given === undefined ? null : textOf(given, source);
  };
  const standard = last('default') ?? last('prefault');
  const isOptional = links.some(({ method }) => method === 'optional' || method === 'exactOptional');
  return {
    name,
    value: wordsFor(value, source),
    standard: standard ?? (isOptional ? 'left out' : null),
    meaning: (last('describe') ?? '').replace(/^['"]|['"]$/g, ''),
  };
}

interface Link {
  readonly method: string;
  readonly parameters: readonly Argument[];
}

/** The calls of a chain, first to last. */
function linksOf(value: Expression): readonly Link[] {
  if (value.type !== 'CallExpression') return [];
  const { callee } = value;
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return [];
  return [...linksOf(callee.object), { method: callee.property.name, parameters: value.arguments }];
}

/** What may stand there. */
function wordsFor(value: Expression, source: SourceFile): string {
  const root = rootOf(value);
  const links = linksOf(value);
  if (root !== 'z') return [named(root, source), ...limits(links, source)].join(', ');
  const [first, ...rest] = links;
  return [typeWords(first!, rest, source), ...limits(rest, source)].join(', ');
}

function rootOf(value: Expression): string {
  if (value.type === 'Identifier') return value.name;
  if (value.type !== 'CallExpression') return '';
  const { callee } = value;
  return callee.type === 'MemberExpression' ? rootOf(callee.object) : '';
}

const KNOWN: Readonly<Record<string, string>> = {
  duration: 'time, as "14d" or "36h"',
  inputsSchema: '[inputs](../guides/checks.md#inputs)',
  comparisonSchema: '[comparison](../guides/checks.md#comparison)',
  scaleSchema: '`{ zero, one }`',
};

/** A schema with a name of its own: what it says, where it is short; else its name. */
function named(name: string, source: SourceFile): string {
  const known = KNOWN[name];
  if (known !== undefined) return known;
  const declared = constant(source, name);
  return declared === null || rootOf(declared.value) !== 'z'
    ? `\`${name}\``
    : wordsFor(declared.value, declared.source);
}

function typeWords({ method, parameters }: Link, rest: readonly Link[], source: SourceFile): string {
  const inner = parameters[0] as Expression | undefined;
  switch (method) {
    case 'int':
      return 'whole number';
    case 'number':
      return rest.some((link) => link.method === 'int') ? 'whole number' : 'number';
    case 'boolean':
      return '`true` or `false`';
    case 'string':
      return 'text';
    case 'url':
      return 'address';
    case 'json':
      return 'any JSON';
    case 'literal':
      return `\`${unquoted(textOf(inner!, source))}\``;
    case 'enum':
      return enumWords(inner!, source);
    case 'array':
      return `list: ${wordsFor(inner!, source)}`;
    case 'tuple':
      return `list of ${inner!.type === 'ArrayExpression' ? inner.elements.length : 'some'}`;
    case 'union':
      return inner!.type === 'ArrayExpression'
        ? inner.elements.map((one) => wordsFor(one as Expression, source)).join('; or ')
        : 'one of several forms';
    case 'discriminatedUnion':
      return 'one of several kinds';
    case 'record':
      return 'mapping';
    case 'strictObject':
      return inner!.type === 'ObjectExpression' ? `\`{ ${keysOf(inner)} }\`` : 'mapping';
    default:
      return `\`${method}\``;
  }
}

function enumWords(values: Expression, source: SourceFile): string {
  if (values.type === 'ArrayExpression')
    return values.elements.map((one) => `\`${unquoted(textOf(one!, source))}\``).join(', ');
  if (values.type === 'TSAsExpression') return enumWords(values.expression, source);
  const declared = values.type === 'Identifier' ? constant(source, values.name) : null;
  return declared === null ? 'a name' : enumWords(declared.value, declared.source);
}

function keysOf({ properties }: ObjectExpression): string {
  return properties
    .map((property) =>
      property.type === 'Property' && property.key.type === 'Identifier' ? property.key.name : '…',
    )
    .join(', ');
}

function limits(links: readonly Link[], source: SourceFile): readonly string[] {
  return links.flatMap(({ method, parameters }): readonly string[] => {
    const text = parameters[0] === undefined ? '' : boundOf(parameters[0], source);
    switch (method) {
      case 'min':
        return [`at least ${text}`];
      case 'max':
        return [`at most ${text}`];
      case 'gt':
        return [`above ${text}`];
      case 'lt':
        return [`below ${text}`];
      case 'positive':
        return ['above 0'];
      case 'nonnegative':
        return ['at least 0'];
      case 'nonempty':
        return ['at least 1'];
      case 'nullable':
        return ['or `null`'];
      default:
        return [];
    }
  });
}

/** A number as people write it, also one that has a name in the source. */
function boundOf(node: Argument, source: SourceFile): string {
  const declared = node.type === 'Identifier' ? constant(source, node.name) : null;
  const text = declared === null ? textOf(node, source) : textOf(declared.value, declared.source);
  return /^[\d_]+$/.test(text) ? Number(text.replaceAll('_', '')).toLocaleString('en') : text;
}

function textOf(node: { readonly start: number; readonly end: number }, { text }: SourceFile): string {
  return text.slice(node.start, node.end).replace(/\s+/g, ' ');
}

function unquoted(text: string): string {
  return text.replace(/^'|'$/g, '');
}
