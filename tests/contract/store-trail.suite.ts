import { describe, expect, it } from '@jest/globals';
import type { Store } from '../../server/adapters/store/open-store.ts';
import { verifyChain } from '../../src/domain/audit/audit-chain.ts';
import { auditDraft } from '../fixtures/audit-draft.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { tenantNames } from '../fixtures/store.ts';
import type { StoreUnderTest } from './store.suite.ts';

/** The append-only trail: part of what every store must do. */
export function storeTrailSuite(under: () => StoreUnderTest): void {
  describe('audit trail', () => {
    const newTenant = tenantNames('trail');
    const transact: Store['transact'] = (tenantId, work) => under().store.transact(tenantId, work);

    it('numbers concurrent entries without gaps into one chain that verifies', async () => {
      const tenant = newTenant();
      await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          transact(tenant, async (tx) => {
            await tx.appendAudit([auditDraft(`a${index}`, 'req-1'), auditDraft(`b${index}`)]);
            if (index % 3 === 0) throw new Error('rolled back');
            await tx.appendAudit([auditDraft(`c${index}`)]);
          }).catch(() => {}),
        ),
      );
      const entries = await transact(tenant, (tx) => tx.readAudit({ limit: 100 }));
      expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
      expect(verifyChain(tenant, entries, sha256)).toMatchObject({ ok: true, entries: 24 });
    });

    it('reads a page, and the entries of one request', async () => {
      const tenant = newTenant();
      await transact(tenant, (tx) =>
        tx.appendAudit([
          auditDraft('one', 'x'),
          auditDraft('two'),
          auditDraft('three', 'x'),
          auditDraft('four', 'x'),
        ]),
      );
      const read = (options: { requestId?: string; fromSeq?: number; limit: number }) =>
        transact(tenant, async (tx) => (await tx.readAudit(options)).map(({ seq }) => seq));
      expect(await read({ fromSeq: 2, limit: 2 })).toEqual([2, 3]);
      expect(await read({ requestId: 'x', limit: 10 })).toEqual([1, 3, 4]);
      expect(await read({ requestId: 'x', fromSeq: 2, limit: 1 })).toEqual([3]);
    });

    it.each([
      "update handrail.audit_entry set hash = ''",
      'delete from handrail.audit_entry',
      'truncate handrail.audit_entry',
    ])('refuses the owner: %s', async (statement) => {
      const tenant = newTenant();
      await transact(tenant, (tx) => tx.appendAudit([auditDraft('kept')]));
      await expect(under().raw((query) => query(statement))).rejects.toMatchObject({
        code: '42501',
        message: expect.stringContaining('append-only'),
      });
    });

    it.each(['update handrail.audit_entry set hash = hash', 'delete from handrail.audit_entry'])(
      'gives the role no right: %s',
      async (statement) => {
        const attempt = under().raw(async (query) => {
          await query('set local role handrail_app');
          await query(statement);
        });
        await expect(attempt).rejects.toMatchObject({
          code: '42501',
          message: expect.stringContaining('permission denied'),
        });
      },
    );
  });
}
