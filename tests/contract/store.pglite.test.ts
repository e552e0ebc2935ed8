import { PGlite } from '@electric-sql/pglite';
import { openOnPglite } from '../../server/adapters/store/open-pglite.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { quietLogger } from '../fixtures/store.ts';
import { storeSuite } from './store.suite.ts';

storeSuite('PGlite', async () => {
  const pglite = await PGlite.create();
  const store = await openOnPglite(pglite, { sha256, logger: quietLogger, release: async () => {} });
  return {
    store,
    raw: (work) =>
      pglite.transaction((tx) =>
        work(async (text, values) => (await tx.query<Record<string, unknown>>(text, values)).rows),
      ),
    close: () => store.close(),
  };
});
