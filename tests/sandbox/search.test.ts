import { describe, expect, it } from '@jest/globals';
import type { SearchFilter } from '../../sandbox/hubspot/store/search-records.ts';
import { openPortal, refusal } from './portal-fixture.ts';

const DEALS = [
  { dealname: 'Alpha rollout', amount: '100', sales_region: 'EMEA', closedate: '2026-12-01T00:00:00.000Z' },
  { dealname: 'Beta pilot', amount: '1000', sales_region: 'APAC', closedate: '2027-01-15T00:00:00.000Z' },
  { dealname: 'Gamma renewal' },
];

async function searchPortal() {
  const { hubspot } = await openPortal({ seed: 'empty' });
  for (const properties of DEALS)
    await hubspot.crm.deals.basicApi.create({ properties, associations: [] } as never);
  const search = async (body: object): Promise<string[]> => {
    const found = await hubspot.crm.deals.searchApi.doSearch({ properties: ['dealname'], ...body } as never);
    return found.results.map((deal) => deal.properties.dealname?.split(' ')[0] ?? '');
  };
  return { hubspot, search };
}

describe('search', () => {
  it.each<[Omit<SearchFilter, 'propertyName'> & { propertyName?: string }, string[]]>([
    [{ operator: 'EQ', value: '100' }, ['Alpha']],
    [{ operator: 'NEQ', value: '100' }, ['Beta']],
    [{ operator: 'LT', value: '1000' }, ['Alpha']],
    [{ operator: 'LTE', value: '1000' }, ['Alpha', 'Beta']],
    [{ operator: 'GT', value: '100' }, ['Beta']],
    [{ operator: 'GTE', value: '100' }, ['Alpha', 'Beta']],
    [{ operator: 'BETWEEN', value: '500', highValue: '1500' }, ['Beta']],
    [{ operator: 'IN', values: ['100', '5'] }, ['Alpha']],
    [{ operator: 'NOT_IN', values: ['100', '5'] }, ['Beta']],
    [{ operator: 'HAS_PROPERTY' }, ['Alpha', 'Beta']],
    [{ operator: 'NOT_HAS_PROPERTY' }, ['Gamma']],
    [{ operator: 'CONTAINS_TOKEN', propertyName: 'dealname', value: 'PILOT' }, ['Beta']],
    [{ operator: 'CONTAINS_TOKEN', propertyName: 'dealname', value: '*lot' }, ['Beta']],
    [{ operator: 'NOT_CONTAINS_TOKEN', propertyName: 'dealname', value: 'pilot' }, ['Alpha', 'Gamma']],
    [{ operator: 'LT', propertyName: 'closedate', value: String(Date.parse('2027-01-01')) }, ['Alpha']],
    [{ operator: 'EQ', propertyName: 'sales_region', value: 'APAC' }, ['Beta']],
  ])('%j finds %j', async (filter, names) => {
    const { search } = await searchPortal();
    expect(await search({ filterGroups: [{ filters: [{ propertyName: 'amount', ...filter }] }] })).toEqual(
      names,
    );
  });

  it('joins filters by AND and groups by OR', async () => {
    const { search } = await searchPortal();
    const emea = { propertyName: 'sales_region', operator: 'EQ', value: 'EMEA' };
    const large = { propertyName: 'amount', operator: 'GT', value: '500' };
    expect(await search({ filterGroups: [{ filters: [emea, large] }] })).toEqual([]);
    expect(await search({ filterGroups: [{ filters: [emea] }, { filters: [large] }] })).toEqual([
      'Alpha',
      'Beta',
    ]);
  });

  it('looks for words, sorts and pages', async () => {
    const { hubspot, search } = await searchPortal();
    expect(await search({ query: 'gam' })).toEqual(['Gamma']);
    expect(await search({ sorts: ['-dealname'] })).toEqual(['Gamma', 'Beta', 'Alpha']);
    const page = await hubspot.crm.deals.searchApi.doSearch({ limit: 2, sorts: ['dealname'] } as never);
    expect(page).toMatchObject({ total: 3, paging: { next: { after: '2' } } });
    expect(await search({ limit: 2, after: '2', sorts: ['dealname'] })).toEqual(['Gamma']);
  });

  const filter = { propertyName: 'amount', operator: 'HAS_PROPERTY' };
  const groups = (count: number, filters: number) =>
    Array.from({ length: count }, () => ({ filters: Array.from({ length: filters }, () => filter) }));
  it.each([
    ['six groups', { filterGroups: groups(6, 1) }],
    ['seven filters in a group', { filterGroups: groups(1, 7) }],
    ['more than 18 filters', { filterGroups: groups(4, 5) }],
    ['a page over 200', { limit: 201 }],
    ['a result past 10,000', { limit: 10, after: '9991' }],
    ['an unknown property', { filterGroups: [{ filters: [{ ...filter, propertyName: 'nope' }] }] }],
    ['an unknown operator', { filterGroups: [{ filters: [{ ...filter, operator: 'LIKE' }] }] }],
    ['an operator without its value', { filterGroups: [{ filters: [{ ...filter, operator: 'EQ' }] }] }],
    ['a body over 3,000 characters', { query: 'x'.repeat(3_001) }],
  ])('refuses %s', async (_what, body) => {
    const { hubspot } = await searchPortal();
    const refused = await refusal(hubspot.crm.deals.searchApi.doSearch(body as never));
    expect(refused).toMatchObject({ code: 400, category: 'VALIDATION_ERROR' });
  });
});
