import type { LineageFilter } from './filter.ts';

/** The filter as an address holds it. */
export function filterOf(query: { readonly [name: string]: string }): LineageFilter {
  return {
    outcomes: (query['outcome'] ?? '').split(',').filter((name) => name !== ''),
    operator: query['by'] ?? null,
    island: numberOf(query['island']),
    least: numberOf(query['from']),
    most: numberOf(query['to']),
    text: query['find'] ?? '',
  };
}

/** What stands in the address for a filter; null for what is not asked for. */
export function queryOf(filter: LineageFilter): { readonly [name: string]: string | number | null } {
  const { outcomes, operator, island, least, most, text } = filter;
  return {
    outcome: outcomes.length === 0 ? null : outcomes.join(','),
    by: operator,
    island,
    from: least,
    to: most,
    find: text === '' ? null : text,
  };
}

function numberOf(text: string | undefined): number | null {
  const value = Number(text);
  return text === undefined || text === '' || !Number.isFinite(value) ? null : value;
}
