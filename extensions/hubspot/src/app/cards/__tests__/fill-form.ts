import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { decision, standardCard } from './card-fixtures.ts';
import { pass, renderCard } from './render-card.tsx';
import type { StubServer } from './stub-server.ts';

export const CARD = `GET ${CARD_ROUTES.card}`;
export const PREVIEW = `POST ${CARD_ROUTES.preview}`;
export const SUBMIT = `POST ${CARD_ROUTES.requests}`;

/** Long enough for Strategic Logo. */
export const REASON = 'Nordbank is on the target list; Tom knows the CFO.';

/** The answer to a preview: the fixtures' decision with another name for who is asked. */
export function preview(label: string, warnings: string[] = []) {
  const asked = decision.asked.map((one) => ({ ...one, label }));
  return { ok: true, decision: { ...decision, asked }, warnings };
}

/** The card with its form just opened. */
export async function openForm(server: StubServer, card = standardCard()) {
  server.answer(CARD, { ok: true, card });
  const rendered = await renderCard();
  await rendered.press('request-exception');
  return rendered;
}

/** A form that is ready to be sent, with who will be asked on the screen. */
export async function filledForm(server: StubServer) {
  const card = await openForm(server);
  await card.choose('type', 'strategic_logo');
  await card.choose('reason-code', 'target_account');
  await card.type('reason', REASON);
  await card.choose('proposed-owner', '102');
  server.answer(PREVIEW, preview('Sales manager'));
  await pass(400);
  return card;
}
