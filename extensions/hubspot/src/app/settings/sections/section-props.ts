import type { SettingsView } from '@handrail/contracts/settings';
import type { SettingsApi } from '../api/settings-api.ts';
import type { SettingsEnv } from '../settings-env.ts';
import type { SettingsSession } from '../use-settings.ts';

/** What each section of the page gets. */
export interface SectionProps {
  readonly view: SettingsView;
  readonly session: SettingsSession;
  readonly api: SettingsApi;
  readonly env: SettingsEnv;
}
