import { afterEach, describe, expect, it } from '@jest/globals';
import type { GroupObjectType } from '../../src/contracts/vocabulary.ts';
import type { RecordRef } from '../../src/domain/policy/facts.ts';
import type { AssociatedPage, CrmPort } from '../../src/ports/crm.ts';

/** A CRM with a company that has three deals, one of them closed, and a contact. */
export interface AccountWorld {
  readonly crm: CrmPort;
  readonly company: RecordRef;
  readonly noCompany: RecordRef;
  /** Titles by record id. */
  readonly openDeals: Readonly<Record<string, string>>;
  readonly closedDeals: Readonly<Record<string, string>>;
  readonly contacts: Readonly<Record<string, string>>;
  /** Adds as many contacts to the company. */
  addContacts(count: number): void;
  breakDown(): void;
  forbid(): void;
  close(): Promise<void>;
}

/** The promises of `CrmPort.listAssociated`, checked on a real implementation. */
export function crmAssociatedSuite(name: string, setUp: () => Promise<AccountWorld>): void {
  describe(`listAssociated on ${name}`, () => {
    let open: AccountWorld | undefined;
    const start = async () => {
      open = await setUp();
      return open;
    };
    afterEach(async () => {
      await open?.close();
      open = undefined;
    });
    async function all({ crm, company }: AccountWorld, objectType: GroupObjectType) {
      const pages: AssociatedPage[] = [];
      let after: string | undefined;
      do {
        const page: AssociatedPage = await crm.listAssociated(company, objectType, after);
        pages.push(page);
        after = page.next;
      } while (after !== undefined);
      return pages;
    }

    it('tells open deals from closed ones, and knows what people call them', async () => {
      const world = await start();
      const [page] = await all(world, 'deal');
      const titles = (closed: boolean) =>
        Object.fromEntries(
          (page?.records ?? [])
            .filter((record) => record.closed === closed)
            .map(({ recordId, title }) => [recordId, title]),
        );
      expect(titles(false)).toEqual(world.openDeals);
      expect(titles(true)).toEqual(world.closedDeals);
    });

    it('lists contacts, which are never closed', async () => {
      const world = await start();
      const [page] = await all(world, 'contact');
      expect(page?.records).toEqual(
        Object.entries(world.contacts).map(([recordId, title]) => ({ recordId, title, closed: false })),
      );
    });

    it('comes in pages of at most a hundred, each record once', async () => {
      const world = await start();
      world.addContacts(240);
      const pages = await all(world, 'contact');
      expect(pages.map(({ records }) => records.length)).toEqual([100, 100, 41]);
      const ids = pages.flatMap(({ records }) => records.map(({ recordId }) => recordId));
      expect(new Set(ids).size).toBe(241);
    });

    it('says so when the record does not exist', async () => {
      const { crm, noCompany } = await start();
      await expect(crm.listAssociated(noCompany, 'deal')).rejects.toMatchObject({ code: 'record_not_found' });
    });

    it.each(['breakDown', 'forbid'] as const)('is unavailable after %s', async (fault) => {
      const world = await start();
      world[fault]();
      await expect(world.crm.listAssociated(world.company, 'deal')).rejects.toMatchObject({
        code: 'unavailable',
        retryable: true,
      });
    });
  });
}
