import { Flex, Heading } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';

export interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** A heading close to what it stands over, so that the eye sees where the next part begins. */
export function Section({ title, children }: SectionProps) {
  return (
    <Flex direction="column" gap="extra-small">
      <Heading>{title}</Heading>
      {children}
    </Flex>
  );
}
