import type { CardView } from '@handrail/contracts/card-view';
import { Text, Tile } from '@hubspot/ui-extensions';

export interface StandardPathProps {
  readonly path: CardView['standardPath'];
  /** True where an exception keeps this from happening, or would. */
  readonly averted?: boolean;
}

/** What standard routing would do with the record. */
export function StandardPath({ path, averted = false }: StandardPathProps) {
  const lead = averted ? 'Without the exception' : 'Standard path';
  return (
    <Tile compact testId="standard-path">
      <Text format={{ fontWeight: 'demibold' }}>{path.label ? `${lead}: ${path.label}` : lead}</Text>
      <Text>{path.words}</Text>
    </Tile>
  );
}
