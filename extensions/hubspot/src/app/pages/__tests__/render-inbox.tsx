import { Button, Checkbox, DateInput, SearchInput, Select, Tabs, TextArea } from '@hubspot/ui-extensions';
import { createRenderer } from '@hubspot/ui-extensions/testing';
import { pass, settle, textOf } from 'handrail-hubspot-cards/__tests__/render-card.tsx';
import { ORIGIN } from 'handrail-hubspot-cards/__tests__/stub-server.ts';
import { Inbox } from '../inbox.tsx';

/** Longer than the filters must rest. */
const REST_MS = 400;

/** Renders the inbox of portal 7 and gives the hands a person has. */
export async function renderInbox(variables: Record<string, string> = { API_ORIGIN: ORIGIN }) {
  const renderer = createRenderer('pages');
  const { context, actions } = renderer.mocks;
  context.portal.id = 7;
  context.portal.timezone = 'Europe/Berlin';
  context.variables = variables;
  renderer.render(<Inbox />);
  await settle();

  const rest = async () => {
    await settle();
    await pass(REST_MS);
  };
  return {
    ...renderer,
    actions,
    text: () => textOf(renderer.getRootNode()),
    press: async (testId: string) => {
      renderer.findByTestId(Button, testId).trigger('onClick');
      await settle();
    },
    /** Opens a row; the second argument stands in for HubSpot's reactions. */
    open: async (requestId: string) => {
      const opened: string[] = [];
      const reactions = { openPanel: (id: string) => opened.push(id) };
      const { onClick } = renderer.findByTestId(Button, `open-${requestId}`).props;
      (onClick as (event: unknown, given: unknown) => void)({}, reactions);
      await settle();
      return opened;
    },
    tick: async (testId: string, checked = true) => {
      const { onChange } = renderer.findByTestId(Checkbox, testId).props;
      onChange?.(checked, '');
      await settle();
    },
    // The renderer types the argument of `trigger` as the handler itself; what it passes on is the value.
    choose: async (testId: string, value: string) => {
      renderer.findByTestId(Select, testId).trigger('onChange', value as never);
      await rest();
    },
    search: async (text: string) => {
      renderer.findByTestId(SearchInput, 'search').trigger('onInput', text as never);
      await rest();
    },
    pickDay: async (testId: string, day: { year: number; month: number; date: number }) => {
      renderer.findByTestId(DateInput, testId).trigger('onChange', day as never);
      await rest();
    },
    comment: async (testId: string, text: string) => {
      renderer.findByTestId(TextArea, testId).trigger('onInput', text as never);
      await settle();
    },
    show: async (view: string) => {
      renderer.findByTestId(Tabs, 'views').trigger('onSelectedChange', view as never);
      await rest();
    },
  };
}
