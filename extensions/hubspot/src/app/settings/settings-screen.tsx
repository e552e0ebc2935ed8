import { Flex, LoadingSpinner, Tab, Tabs } from '@hubspot/ui-extensions';
import { ErrorPanel } from 'handrail-hubspot-cards/screens/error-panel.tsx';
import { type ReactNode, useState } from 'react';
import type { SettingsApi } from './api/settings-api.ts';
import { ConnectionSection } from './sections/connection-section.tsx';
import { CoverageSection } from './sections/coverage-section.tsx';
import { DelegationsSection } from './sections/delegations-section.tsx';
import { HealthSection } from './sections/health-section.tsx';
import { NotifiersSection } from './sections/notifiers-section.tsx';
import { PolicySection } from './sections/policy-section.tsx';
import { PropertiesSection } from './sections/properties-section.tsx';
import type { SectionProps } from './sections/section-props.ts';
import type { SettingsEnv } from './settings-env.ts';
import { useSettings } from './use-settings.ts';

export interface SettingsScreenProps {
  readonly api: SettingsApi;
  readonly env: SettingsEnv;
}

type TabName = 'account' | 'coverage' | 'policy' | 'notices' | 'absences';

const TABS: readonly { readonly name: TabName; readonly title: string }[] = [
  { name: 'account', title: 'Account' },
  { name: 'coverage', title: 'Workflow coverage' },
  { name: 'policy', title: 'Policy' },
  { name: 'notices', title: 'Notices' },
  { name: 'absences', title: 'Absences' },
];

/** The settings, a tab at a time. */
export function SettingsScreen({ api, env }: SettingsScreenProps) {
  const session = useSettings(api);
  const [selected, setSelected] = useState<TabName>('account');
  const { view, problem, refusal, reload } = session;
  if (!view) {
    return problem ? (
      <ErrorPanel problem={problem} onRetry={reload} />
    ) : (
      <LoadingSpinner label="Reading the settings" showLabel layout="centered" />
    );
  }
  return (
    <Flex direction="column" gap="medium">
      {problem && <ErrorPanel problem={problem} onRetry={reload} />}
      {refusal && <ErrorPanel problem={refusal} onReload={reload} testId="refusal" />}
      <Tabs
        selected={selected}
        onSelectedChange={(name: string | number) =>
          setSelected(TABS.find((tab) => tab.name === name)?.name ?? 'account')
        }
        testId="sections"
      >
        {TABS.map(({ name, title }) => (
          <Tab key={name} tabId={name} title={title} testId={`tab-${name}`}>
            {name === selected ? contentOf(name, { view, session, api, env }) : null}
          </Tab>
        ))}
      </Tabs>
    </Flex>
  );
}

function contentOf(name: TabName, props: SectionProps): ReactNode {
  switch (name) {
    case 'account':
      return (
        <Flex direction="column" gap="large">
          <ConnectionSection {...props} />
          <HealthSection {...props} />
          <PropertiesSection {...props} />
        </Flex>
      );
    case 'coverage':
      return <CoverageSection {...props} />;
    case 'policy':
      return <PolicySection {...props} />;
    case 'notices':
      return <NotifiersSection {...props} />;
    case 'absences':
      return <DelegationsSection {...props} />;
  }
}
