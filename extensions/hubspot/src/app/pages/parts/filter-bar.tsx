import { REQUEST_STATUSES } from '@handrail/contracts/vocabulary';
import { AutoGrid, Button, DateInput, Flex, SearchInput, Select } from '@hubspot/ui-extensions';
import { statusInWords } from 'handrail-hubspot-cards/parts/request-status.tsx';
import { useState } from 'react';
import type { InboxPageData } from '../api/inbox-api.ts';
import { type Filters, isNarrowed, noFilters } from '../filters.ts';

export interface FilterBarProps {
  readonly filters: Filters;
  readonly choices: InboxPageData['choices'] | undefined;
  readonly onChange: (filters: Filters) => void;
}

const STATUSES = REQUEST_STATUSES.map((status) => ({
  value: status,
  label: statusInWords({ status }).label,
}));

/** Everything the list can be narrowed by. */
export function FilterBar({ filters, choices, onChange }: FilterBarProps) {
  const set = (changed: Partial<Filters>) => onChange({ ...filters, ...changed });
  // A date that was cleared from outside is forgotten for sure by a new field.
  const [cleared, setCleared] = useState(0);
  const clear = () => {
    setCleared(cleared + 1);
    onChange(noFilters(filters.view));
  };
  return (
    <Flex direction="column" gap="small">
      <AutoGrid columnWidth={170} flexible gap="small" testId="filters">
        <SearchInput
          name="search"
          label="Search"
          placeholder="Record, reason or person"
          value={filters.text}
          onInput={(text) => set({ text })}
          onChange={(text) => set({ text })}
          testId="search"
        />
        <Select
          name="type"
          label="Type"
          value={filters.exceptionTypeId}
          options={withAny('Any type', choices?.types)}
          onChange={(value) => set({ exceptionTypeId: String(value) })}
          testId="filter-type"
        />
        <Select
          name="status"
          label="Status"
          value={filters.status}
          options={withAny('Any status', STATUSES)}
          onChange={(value) => set({ status: String(value) })}
          testId="filter-status"
        />
        <Select
          name="requester"
          label="Requested by"
          value={filters.requester}
          options={withAny('Anybody', choices?.requesters)}
          onChange={(value) => set({ requester: String(value) })}
          testId="filter-requester"
        />
        <DateInput
          name="from"
          key={`from-${cleared}`}
          label="Filed from"
          {...(filters.from && { value: filters.from })}
          onChange={(day) => set({ from: day ?? null })}
          testId="filter-from"
        />
        <DateInput
          name="until"
          key={`until-${cleared}`}
          label="Filed until"
          {...(filters.until && { value: filters.until })}
          onChange={(day) => set({ until: day ?? null })}
          testId="filter-until"
        />
      </AutoGrid>
      {isNarrowed(filters) && (
        <Flex direction="row">
          <Button variant="transparent" size="small" onClick={clear} testId="clear-filters">
            Clear filters
          </Button>
        </Flex>
      )}
    </Flex>
  );
}

function withAny(label: string, options: readonly { value: string; label: string }[] = []) {
  return [{ value: '', label }, ...options];
}
