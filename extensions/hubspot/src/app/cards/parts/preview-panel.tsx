import { Alert, Flex, Heading, List, LoadingSpinner, Text, Tile } from '@hubspot/ui-extensions';
import type { PreviewState } from '../form/use-preview.ts';
import { Asked } from './asked.tsx';

/** Who will be asked and why, as the form stands. */
export function PreviewPanel({ preview }: { readonly preview: PreviewState }) {
  return (
    <Tile compact testId="preview">
      <Flex direction="column" gap="small">
        <Heading>Who will be asked</Heading>
        <PreviewBody preview={preview} />
      </Flex>
    </Tile>
  );
}

function PreviewBody({ preview }: { readonly preview: PreviewState }) {
  switch (preview.status) {
    case 'idle':
      return null;
    case 'failed':
      return (
        <Text testId="asked-unknown">
          {preview.problem.detail} You can submit all the same: the policy is applied then.
        </Text>
      );
    case 'waiting':
      return (
        <>
          <LoadingSpinner label="Asking the policy" showLabel size="extra-small" testId="asked-waiting" />
          {preview.shown && (
            <>
              <Text variant="microcopy" testId="asked-stale">
                From before your last change:
              </Text>
              <Asked decision={preview.shown.decision} />
            </>
          )}
        </>
      );
    case 'ready':
      return (
        <>
          <Asked decision={preview.shown.decision} />
          {preview.shown.warnings.length > 0 && (
            <Alert variant="warning" title="Before you submit" testId="warnings">
              <List>
                {preview.shown.warnings.map((warning) => (
                  <Text key={warning}>{warning}</Text>
                ))}
              </List>
            </Alert>
          )}
        </>
      );
  }
}
