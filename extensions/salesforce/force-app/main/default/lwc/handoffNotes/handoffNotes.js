// @ts-check
import { api, LightningElement } from 'lwc';
import { LABELS } from 'c/handoffLabels';
import { filled, inWords } from 'c/handoffWords';

/** What is out of the ordinary about who decides: asked later, stands in, cannot decide, could not be told. */
export default class HandoffNotes extends LightningElement {
    /** @type {any} the request's document */
    @api view;
    /** Whether it still matters who decides. */
    @api open = false;

    labels = LABELS;

    get additions() {
        if (!this.open) return [];
        return (this.view?.additions ?? []).map((/** @type {any} */ one) => ({ key: `${one.at} ${one.words}`, ...one }));
    }

    get standIns() {
        if (!this.open) return [];
        return (this.view?.standIns ?? []).map((/** @type {any} */ one) => {
            const label = one.kind === 'stands_in' ? LABELS.standsIn : LABELS.isBarred;
            const words = filled(label, one.person.name, one.inPlaceOf.name, inWords(one.until));
            const why = one.kind === 'stands_in' && one.reason ? ` ${one.reason}` : '';
            return { key: `${one.kind} ${one.person.email} ${one.inPlaceOf.email}`, words: words + why };
        });
    }

    get untold() {
        return (this.view?.notices ?? [])
            .filter((/** @type {any} */ notice) => notice.status === 'failed')
            .map((/** @type {any} */ notice, /** @type {number} */ index) => ({
                key: `${index} ${notice.to}`,
                words: `${notice.to}: ${notice.words}${notice.note ? ` (${notice.note})` : ''}`
            }));
    }
}
