import { Button, Select, Tabs } from '@hubspot/ui-extensions';
import { createRenderer } from '@hubspot/ui-extensions/testing';
import { settle, textOf } from 'handrail-hubspot-cards/__tests__/render-card.tsx';
import { ORIGIN } from 'handrail-hubspot-cards/__tests__/stub-server.ts';
import { Settings } from '../settings.tsx';

/** Renders the settings page of portal 7 and gives the hands a person has. */
export async function renderSettings(variables: Record<string, string> = { API_ORIGIN: ORIGIN }) {
  const renderer = createRenderer('settings');
  const { context, actions } = renderer.mocks;
  context.portal.id = 7;
  context.portal.timezone = 'Europe/Berlin';
  context.variables = variables;
  renderer.render(<Settings />);
  await settle();
  return {
    ...renderer,
    actions,
    text: () => textOf(renderer.getRootNode()),
    press: async (testId: string) => {
      renderer.findByTestId(Button, testId).trigger('onClick');
      await settle();
    },
    /** Opens a row; the second argument stands in for HubSpot's reactions. */
    open: async (automationId: string) => {
      const opened: string[] = [];
      const reactions = { openPanel: (id: string) => opened.push(id) };
      const { onClick } = renderer.findByTestId(Button, `open-${automationId}`).props;
      (onClick as (event: unknown, given: unknown) => void)({}, reactions);
      await settle();
      return opened;
    },
    // The renderer types the argument of `trigger` as the handler itself; what it passes on is the value.
    choose: async (testId: string, value: string) => {
      renderer.findByTestId(Select, testId).trigger('onChange', value as never);
      await settle();
    },
    show: async (tab: string) => {
      renderer.findByTestId(Tabs, 'sections').trigger('onSelectedChange', tab as never);
      await settle();
    },
  };
}
