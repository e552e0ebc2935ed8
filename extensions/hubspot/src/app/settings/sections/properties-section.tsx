import {
  Flex,
  StatusTag,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import { Section } from 'handrail-hubspot-cards/parts/section.tsx';
import { OBJECT_WORDS, PROPERTY_WORDS } from '../words/settings-words.ts';
import type { SectionProps } from './section-props.ts';

/** The properties Handrail writes, per record type: there, missing, changed or in conflict. */
export function PropertiesSection({ view }: SectionProps) {
  const { health } = view;
  if (!health) return null;
  const { properties } = health;
  return (
    <Section title="Installed properties">
      {properties === null ? (
        <Text testId="properties-unread">HubSpot could not be asked. The findings above say why.</Text>
      ) : (
        <Table bordered density="condensed" testId="properties">
          <TableHead>
            <TableRow>
              <TableHeader width="min">Records</TableHeader>
              <TableHeader width="min">There</TableHeader>
              <TableHeader>Amiss</TableHeader>
            </TableRow>
          </TableHead>
          <TableBody>
            {properties.map(({ objectType, there, total, amiss }) => (
              <TableRow key={objectType} testId={`properties-${objectType}`}>
                <TableCell width="min">{OBJECT_WORDS[objectType]}</TableCell>
                <TableCell width="min">
                  {there} of {total}
                </TableCell>
                <TableCell>
                  {amiss.length === 0 ? (
                    <Text>Nothing.</Text>
                  ) : (
                    <Flex direction="column" gap="extra-small">
                      {amiss.map(({ name, state, words }) => (
                        <Flex key={name} direction="row" gap="small" align="center">
                          <StatusTag variant={PROPERTY_WORDS[state].variant}>
                            {PROPERTY_WORDS[state].label}
                          </StatusTag>
                          <Text>
                            {name}: {words}
                          </Text>
                        </Flex>
                      ))}
                    </Flex>
                  )}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Section>
  );
}
