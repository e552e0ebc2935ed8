// What each function promises stands at its namesake in `WatchStore`, src/ports/watch-store.ts.

import type { ObjectType } from '@handrail/contracts/vocabulary';
import type { WatchTask } from '../../../src/ports/watch-store.ts';
import type { TenantScope } from './database.ts';

export async function lease(
  { trx, tenantId }: TenantScope,
  task: WatchTask,
  holder: string,
  now: Date,
  until: Date,
): Promise<boolean> {
  const taken = await trx
    .insertInto('watch_task')
    .values({ tenant_id: tenantId, task, holder, lease_until: until })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'task'])
        .doUpdateSet({ holder, lease_until: until })
        .where((eb) =>
          eb.or([
            eb('watch_task.holder', '=', holder),
            eb('watch_task.lease_until', 'is', null),
            eb('watch_task.lease_until', '<=', now),
          ]),
        ),
    )
    .returning('task')
    .executeTakeFirst();
  return taken !== undefined;
}

export async function release(
  { trx, tenantId }: TenantScope,
  task: WatchTask,
  holder: string,
): Promise<void> {
  await trx
    .updateTable('watch_task')
    .set({ holder: null, lease_until: null })
    .where('tenant_id', '=', tenantId)
    .where('task', '=', task)
    .where('holder', '=', holder)
    .execute();
}

export async function findCursor(
  { trx, tenantId }: TenantScope,
  objectType: ObjectType,
): Promise<string | null> {
  const row = await trx
    .selectFrom('watch_task')
    .select('cursor_at')
    .where('tenant_id', '=', tenantId)
    .where('task', '=', `poll:${objectType}`)
    .executeTakeFirst();
  return row?.cursor_at?.toISOString() ?? null;
}

export async function moveCursor(
  { trx, tenantId }: TenantScope,
  objectType: ObjectType,
  to: Date,
): Promise<void> {
  await trx
    .insertInto('watch_task')
    .values({ tenant_id: tenantId, task: `poll:${objectType}`, cursor_at: to })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'task']).doUpdateSet((eb) => ({
        cursor_at: eb.fn('greatest', ['watch_task.cursor_at', 'excluded.cursor_at']),
      })),
    )
    .execute();
}
