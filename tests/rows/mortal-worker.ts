import { type FollowedRows, followRows } from '../../src/application/rows/follow-rows.ts';
import type { RequestRows } from '../../src/ports/request-rows.ts';
import type { RowsWorld } from './rows-world.ts';

/** How a worker is struck. A stalled one goes on later, as one whose machine slept does: others have taken over by then. */
export type Blow = 'dies' | 'stalls';

/** A worker that is struck before or after one of its calls to the store or to the org. */
export interface MortalWorker {
  /** Resolves when the round is over or the worker was struck. */
  readonly struck: Promise<FollowedRows | null | 'struck'>;
  /** Lets a stalled worker go on, and resolves when it has finished; a dead one never does. */
  goOn(): Promise<void>;
}

/** Begins a round. @param at which moment: twice as many as there are calls, from 1; 0 for never */
export function startMortal(world: RowsWorld, holder: string, at: number, blow: Blow): MortalWorker {
  let moments = 0;
  const fell = Promise.withResolvers<'struck'>();
  const released = Promise.withResolvers<void>();

  async function moment(): Promise<void> {
    moments += 1;
    if (moments !== at) return;
    fell.resolve('struck');
    await released.promise;
    // The dead do not go on, whoever lets them.
    if (blow === 'dies') await new Promise(() => {});
  }

  const mortal =
    <Args extends unknown[], T>(call: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      await moment();
      const result = await call(...args);
      await moment();
      return result;
    };

  const { context, tenantId } = world;
  const rows = context.rowsOf(tenantId);
  const mortalRows: RequestRows = {
    listWaiting: mortal(rows.listWaiting),
    read: mortal(rows.read),
    findAuthors: mortal(rows.findAuthors),
    answer: mortal(rows.answer),
    releaseHold: mortal(rows.releaseHold),
  };
  const transact = mortal((tenant: string, work: Parameters<typeof context.unitOfWork.transact>[1]) =>
    context.unitOfWork.transact(tenant, work),
  );
  const round = followRows(
    {
      ...context,
      rowsOf: () => mortalRows,
      // What comes out of a transaction is whatever its work returns.
      unitOfWork: { transact: transact as typeof context.unitOfWork.transact },
    },
    tenantId,
    holder,
  );
  return {
    struck: Promise.race([round, fell.promise]),
    goOn: async () => {
      released.resolve();
      if (blow === 'stalls') await round;
    },
  };
}
