import { useCallback, useState } from 'react';
import { useLoaded } from '../../record-page/browser/page/load-state.ts';
import { RecordList } from '../../record-page/browser/page/record-list.tsx';
import { orgApi } from './org-api.ts';

/** The org's opportunities, with a search over their names. */
export function OpportunityList({ username, reading }: { username: string; reading: number }) {
  const [query, setQuery] = useState('');
  // `reading` changes when something outside may have changed the list.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const load = useCallback(() => orgApi.opportunities(username, query), [username, query, reading]);
  const { data, error } = useLoaded(load);
  const rows = data?.map((row) => ({ ...row, href: `/r/Opportunity/${row.recordId}` })) ?? null;
  return (
    <RecordList
      nouns={{ one: 'opportunity', many: 'opportunities' }}
      onSearch={setQuery}
      rows={rows}
      total={rows?.length ?? 0}
      error={error}
    />
  );
}
