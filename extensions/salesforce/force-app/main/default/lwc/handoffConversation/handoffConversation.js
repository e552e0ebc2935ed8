// @ts-check
import { api, LightningElement } from 'lwc';
import { LABELS } from 'c/handoffLabels';
import { filled, inWords } from 'c/handoffWords';

/** What was asked, answered and handed over, in its order; nothing when nothing was. */
export default class HandoffConversation extends LightningElement {
    /** @type {any} the request's document */
    @api view;

    labels = LABELS;

    get lines() {
        const messages = (this.view?.conversation ?? []).map((/** @type {any} */ one) => ({
            at: one.at,
            who: filled(one.kind === 'question' ? LABELS.asked : LABELS.answered, one.by.name, inWords(one.at)),
            text: one.text
        }));
        const handOvers = (this.view?.handOvers ?? []).map((/** @type {any} */ one) => ({
            at: one.at,
            who: filled(LABELS.handedOver, one.from.name, one.to.name, inWords(one.at)),
            text: one.reason
        }));
        return [...messages, ...handOvers]
            .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
            .map((line, index) => ({ ...line, key: `${index} ${line.at}` }));
    }
}
