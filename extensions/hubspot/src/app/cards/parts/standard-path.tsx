import type { CardView } from '@handrail/contracts/card-view';
import { Text, Tile } from '@hubspot/ui-extensions';

/** What standard routing would do with the record. */
export function StandardPath({ path }: { readonly path: CardView['standardPath'] }) {
  return (
    <Tile compact testId="standard-path">
      <Text format={{ fontWeight: 'demibold' }}>
        {path.label ? `Standard path: ${path.label}` : 'Standard path'}
      </Text>
      <Text>{path.words}</Text>
    </Tile>
  );
}
