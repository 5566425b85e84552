// What happens when a month's money is spent: nothing more is asked before the next month. Shared by collect.ts, which stops
// every source, and by sources whose smallest question costs more than what is left.

import { AppError } from '../core/errors.ts';

/** Says where to raise the budget. `title` is the manifest's. */
export function budgetIsGone({ id, title }: { id: string; title: string }): AppError {
  return new AppError(
    'source.budget',
    `The month’s budget for ${title} is spent. Reading goes on when the next month (UTC) begins; to go on now, raise budgets.${id} in the configuration.`,
  );
}
