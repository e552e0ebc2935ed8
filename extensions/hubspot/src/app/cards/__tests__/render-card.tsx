import { Button, Checkbox, DateInput, Form, Select, TextArea } from '@hubspot/ui-extensions';
import { createRenderer, isRenderedTextNode, type RenderedParentNode } from '@hubspot/ui-extensions/testing';
import { afterEach, beforeEach, jest } from '@jest/globals';
import { RecordCard } from '../record-card.tsx';
import { NOW } from './card-fixtures.ts';
import { ORIGIN } from './stub-server.ts';

/** Freezes the clock at `NOW` for each test of the file; only `pass` moves it. */
export function freezeClock(): void {
  beforeEach(() => {
    jest.useFakeTimers({ now: new Date(NOW), doNotFake: ['setImmediate', 'queueMicrotask', 'nextTick'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });
}

/** Lets promises and React's scheduler come to rest; no time passes. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Lets time pass, then everything come to rest. */
export async function pass(ms: number): Promise<void> {
  jest.advanceTimersByTime(ms);
  await settle();
}

export interface RenderOptions {
  readonly objectTypeId?: string;
  readonly timezone?: string;
  readonly variables?: Record<string, string>;
}

/** Renders the card on deal 55 and gives the hands a person has. */
export async function renderCard(options: RenderOptions = {}) {
  const renderer = createRenderer('crm.record.tab');
  const { context, actions } = renderer.mocks;
  context.crm.objectId = 55;
  context.crm.objectTypeId = options.objectTypeId ?? '0-3';
  context.portal.timezone = options.timezone ?? 'Europe/Berlin';
  context.variables = options.variables ?? { API_ORIGIN: ORIGIN };
  renderer.render(<RecordCard context={context} actions={actions} />);
  await settle();

  return {
    ...renderer,
    actions,
    /** All text on the card. */
    text: () => textOf(renderer.getRootNode()),
    press: async (testId: string) => {
      renderer.findByTestId(Button, testId).trigger('onClick');
      await settle();
    },
    choose: async (testId: string, value: string) => {
      // The renderer types the argument of `trigger` as the handler itself; what it passes on is the value.
      renderer.findByTestId(Select, testId).trigger('onChange', value as never);
      await settle();
    },
    tick: async (testId: string, checked = true) => {
      const { onChange } = renderer.findByTestId(Checkbox, testId).props;
      onChange?.(checked, '');
      await settle();
    },
    type: async (testId: string, text: string) => {
      renderer.findByTestId(TextArea, testId).trigger('onInput', text as never);
      await settle();
    },
    pickDay: async (testId: string, day: { year: number; month: number; date: number }) => {
      renderer.findByTestId(DateInput, testId).trigger('onChange', day as never);
      await settle();
    },
    submit: async () => {
      renderer.findByTestId(Form, 'form').trigger('onSubmit');
      await settle();
    },
  };
}

/** The text below a node; what stands in different elements is kept apart by a space. */
export function textOf(node: RenderedParentNode): string {
  let text = '';
  for (const child of node.childNodes) {
    text += isRenderedTextNode(child) ? child.text : ` ${textOf(child)} `;
  }
  return text.replaceAll(/ +/g, ' ');
}
