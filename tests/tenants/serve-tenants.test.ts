import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { serveTenants } from '../../server/tenants/serve-tenants.ts';

const logger = pino({ level: 'silent' });
const RARELY = { everySeconds: 3600, logger };

/** A list of tenants, and a diary of what was started and stopped for them. */
function setUp(...first: string[]) {
  const served = { list: first };
  const diary: string[] = [];
  const tenants = { list: async () => served.list };
  const start = async (tenantId: string) => {
    diary.push(`start ${tenantId}`);
    return async () => void diary.push(`stop ${tenantId}`);
  };
  return { served, diary, tenants, start };
}

describe('the work of all tenants', () => {
  it('begins for each at once, and follows accounts that come and go', async () => {
    const { served, diary, tenants, start } = setUp('a', 'b');
    const service = await serveTenants(tenants, start, RARELY);
    expect(diary).toEqual(['start a', 'start b']);
    served.list = ['b', 'c'];
    await Promise.all([service.look(), service.look()]);
    expect(diary.slice(2)).toEqual(['stop a', 'start c']);
    await service.stop();
    expect(diary.slice(4)).toEqual(['stop b', 'stop c']);
    served.list = ['d'];
    await service.look();
    expect(diary).toHaveLength(6);
  });

  it('ends when it cannot begin, and goes on when a later look fails', async () => {
    const { diary, tenants, start } = setUp('a', 'broken');
    const refusing = async (tenantId: string) => {
      if (tenantId === 'broken') throw new Error('no policy');
      return start(tenantId);
    };
    await expect(serveTenants(tenants, refusing, RARELY)).rejects.toThrow('no policy');
    expect(diary).toEqual(['start a', 'stop a']);

    const other = setUp('a');
    const service = await serveTenants(other.tenants, other.start, RARELY);
    other.tenants.list = async () => {
      throw new Error('the database is away');
    };
    await expect(service.look()).rejects.toThrow('away');
    other.tenants.list = async () => ['a', 'b'];
    await service.look();
    expect(other.diary).toEqual(['start a', 'start b']);
    await service.stop();
  });
});
