import { openStore } from '../../server/adapters/store/open-store.ts';
import { describePostgres } from '../fixtures/postgres.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { storeSuite } from './store.suite.ts';

describePostgres((createDatabase) => {
  storeSuite('PostgreSQL', async () => {
    const database = await createDatabase();
    const store = await openStore({ databaseUrl: database.url, sha256 });
    return {
      store,
      raw: database.raw,
      close: async () => {
        await store.close();
        await database.drop();
      },
    };
  });
});
