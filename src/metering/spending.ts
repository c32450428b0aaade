/** What the calls of one meter may cost together. Null sets no limit. */
export interface MeterBudget {
  /** USD. */
  readonly money: number | null;
  readonly tokens: number | null;
  readonly calls: number | null;
  /** Let through calls whose cost has no bound although money or tokens are limited. They are counted as unpriced. */
  readonly allowUnpriced: boolean;
}

/** The most that a call can cost. */
export interface CallBound {
  /** USD; null when it has no price or no bound. */
  readonly money: number | null;
  readonly tokens: number;
  /** Why `money` is null or `tokens` is no bound. */
  readonly unpriced: readonly string[];
}

/** What a call came to. */
export interface Charge {
  /** USD; null when no price is known. */
  readonly money: number | null;
  readonly tokens: number;
  /** It may have cost more than `money`, by what no price is known for. */
  readonly isUnpriced: boolean;
}

export interface BudgetRefusal {
  readonly code:
    | 'FULCRUM_E_BUDGET_MONEY'
    | 'FULCRUM_E_BUDGET_TOKENS'
    | 'FULCRUM_E_BUDGET_CALLS'
    | 'FULCRUM_E_MODEL_UNPRICED';
  readonly message: string;
  /** Only calls in flight stand in its way: it may succeed when they have ended. */
  readonly passing: boolean;
  /** Whose budget refuses: that of the token called with, or that of all together. */
  readonly by: 'token' | 'run';
}

export type Admission =
  | { readonly admitted: true; readonly settle: (charge: Charge) => void }
  | { readonly admitted: false; readonly refusal: BudgetRefusal };

/** What all settled calls came to. */
export interface Spent {
  /** USD. */
  readonly money: number;
  readonly tokens: number;
  readonly calls: number;
  readonly unpricedCalls: number;
}

export interface Spending {
  /** Holds the most that a call can cost, until it is settled once. */
  readonly admit: (bound: CallBound) => Admission;
  readonly spent: () => Spent;
}

/**
 * The account of one meter, or of one token within it. What is spent and what calls in flight may still cost never exceed
 * the budget together, so that no number of calls side by side can exceed it, as long as bounds hold.
 *
 * @param whole account that each call counts for as well, and that may refuse it
 */
export function createSpending(budget: MeterBudget, whole: Spending | null = null): Spending {
  const spent = { money: 0, tokens: 0, calls: 0, unpricedCalls: 0 };
  const held = { money: 0, tokens: 0, calls: 0 };

  const refuse = (bound: CallBound): Omit<BudgetRefusal, 'by'> | null => {
    const limited = budget.money !== null || budget.tokens !== null;
    if (limited && bound.unpriced.length > 0 && !budget.allowUnpriced) {
      return {
        code: 'FULCRUM_E_MODEL_UNPRICED',
        message: `what this call costs has no bound, and the budget is limited: ${bound.unpriced.join('; ')}`,
        passing: false,
      };
    }
    return (
      overrun('FULCRUM_E_BUDGET_CALLS', 'calls', budget.calls, spent.calls, held.calls, 1) ??
      overrun('FULCRUM_E_BUDGET_TOKENS', 'tokens', budget.tokens, spent.tokens, held.tokens, bound.tokens) ??
      overrun('FULCRUM_E_BUDGET_MONEY', 'USD', budget.money, spent.money, held.money, bound.money ?? 0)
    );
  };

  return {
    admit: (bound) => {
      const refusal = refuse(bound);
      if (refusal !== null)
        return { admitted: false, refusal: { ...refusal, by: whole === null ? 'run' : 'token' } };
      const outer = whole?.admit(bound) ?? null;
      if (outer?.admitted === false) return outer;
      const mine = { money: bound.money ?? 0, tokens: bound.tokens };
      held.money += mine.money;
      held.tokens += mine.tokens;
      held.calls += 1;
      let settled = false;
      const settle = (charge: Charge): void => {
        if (settled) throw new Error('a call was settled twice');
        settled = true;
        outer?.settle(charge);
        const { money, tokens, isUnpriced } = charge;
        held.calls -= 1;
        held.tokens -= mine.tokens;
        // Sums of fractions leave a remainder behind; with nothing in flight there is nothing held.
        held.money = held.calls === 0 ? 0 : held.money - mine.money;
        spent.calls += 1;
        spent.tokens += tokens;
        spent.money += money ?? 0;
        if (isUnpriced) spent.unpricedCalls += 1;
      };
      return { admitted: true, settle };
    },
    spent: () => ({ ...spent }),
  };
}

function overrun(
  code: BudgetRefusal['code'],
  unit: string,
  limit: number | null,
  spent: number,
  held: number,
  wanted: number,
): Omit<BudgetRefusal, 'by'> | null {
  if (limit === null || spent + held + wanted <= limit) return null;
  const figure = (value: number): string => String(Number(value.toPrecision(6)));
  return {
    code,
    message:
      `this call may take ${figure(wanted)} ${unit}; of ${figure(limit)} ${unit} ${figure(spent)} are spent and ` +
      `${figure(held)} are held for calls in flight`,
    passing: spent + wanted <= limit,
  };
}
