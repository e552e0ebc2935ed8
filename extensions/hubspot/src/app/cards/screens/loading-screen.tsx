import { LoadingSpinner } from '@hubspot/ui-extensions';

export function LoadingScreen() {
  return <LoadingSpinner label="Reading the record's handoff" showLabel testId="loading" />;
}
