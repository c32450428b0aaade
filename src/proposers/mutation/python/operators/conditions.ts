import { expressionAt, replaceWith } from '../expression-edit.ts';
import { combine, randomCondition, randomNumber } from '../grammar.ts';
import { kindOf } from '../kind.ts';
import type { Operator } from '../operator.ts';
import {
  beginsLine,
  bodyText,
  indentedText,
  indentOf,
  isFinalReturn,
  statementPlaces,
} from '../statements.ts';
import { childrenNamed, functionAround } from '../syntax-tree.ts';
import { vocabularyAt } from '../vocabulary.ts';

/** One more clause in a condition that decides what runs. */
export const clauseAdd: Operator = {
  id: 'clause-add',
  weight: 0.5,
  sites: (parsed) =>
    parsed.places.filter(
      (place) =>
        /^(?:If|While)Statement$/.test(place.parent?.name ?? '') && kindOf(parsed, place) === 'truth',
    ),
  apply: (parsed, site, random) => {
    const clause = randomCondition(vocabularyAt(parsed, site), 1, random);
    return [
      replaceWith(parsed, site, combine(random.pick(['and', 'or']), expressionAt(parsed, site), clause)),
    ];
  },
};

/** One clause less in a condition. */
export const clauseDrop: Operator = {
  id: 'clause-drop',
  weight: 0.5,
  sites: (parsed) =>
    parsed.places.filter(
      ({ name, children }) => name === 'BinaryExpression' && /^(?:and|or)$/.test(children[1]!.name),
    ),
  apply: (parsed, site, random) => {
    const kept = random.pick([site.children[0]!, site.children.at(-1)!]);
    return [replaceWith(parsed, site, expressionAt(parsed, kept))];
  },
};

/** A statement runs only under a condition, or the function answers early under one. */
export const guardAdd: Operator = {
  id: 'guard-add',
  weight: 0.7,
  sites: (parsed) =>
    statementPlaces(parsed).filter((place) => beginsLine(parsed, place) && functionAround(place) !== null),
  apply: (parsed, site, random) => {
    const vocabulary = vocabularyAt(parsed, site);
    const condition = randomCondition(vocabulary, 1, random).text;
    const indent = indentOf(parsed, site);
    const deeper = `${indent}    `;
    const returned = site.name === 'ReturnStatement' ? site.children[1] : undefined;
    if (returned !== undefined && kindOf(parsed, returned) === 'number') {
      const answer = randomNumber(vocabulary, random.below(3), random).text;
      const guard = `if ${condition}:\n${deeper}return ${answer}\n${indent}`;
      return [{ start: site.from, end: site.from, text: guard }];
    }
    if (isFinalReturn(site)) return null;
    const text = `if ${condition}:\n${deeper}${indentedText(parsed, site, deeper)}`;
    return [{ start: site.from, end: site.to, text }];
  },
};

/** A statement under a condition runs always: its `if` goes, and with it all branches but one. */
export const guardDrop: Operator = {
  id: 'guard-drop',
  weight: 0.5,
  sites: (parsed) =>
    parsed.places.filter((place) => place.name === 'IfStatement' && beginsLine(parsed, place)),
  apply: (parsed, site, random) => {
    const branch = random.pick(childrenNamed(site, 'Body'));
    return [{ start: site.from, end: site.to, text: bodyText(parsed, branch, indentOf(parsed, site)) }];
  },
};
