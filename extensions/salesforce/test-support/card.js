/** The card on a page, with what the wire gave it. */

import HandoffCard from 'c/handoffCard';
import { graphql } from 'lightning/graphql';
import { createElement } from 'lwc';
import { cardData, exceptionNode, RECORD, requestDocument } from './fixtures.js';
import { settled } from './page.js';

/** A card that has not been given anything. */
export function openCard(objectApiName = 'Opportunity') {
  const card = createElement('c-handoff-card', { is: HandoffCard });
  card.recordId = RECORD;
  card.objectApiName = objectApiName;
  document.body.appendChild(card);
  return card;
}

/** A card that was given the rows of its record. */
export async function opened(data, refresh = jest.fn().mockResolvedValue()) {
  const card = openCard();
  graphql.emit(data, undefined, refresh);
  await settled();
  return { card, refresh };
}

/** A card with one request: what stands in its document, and what in its row. */
export function shown(over, row = {}) {
  const node = exceptionNode({ view: requestDocument(over), Status__c: over.status, ...row });
  return opened(cardData({ exceptions: [node] }));
}
