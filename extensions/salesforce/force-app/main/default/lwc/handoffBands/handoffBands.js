// @ts-check
import { api, LightningElement } from 'lwc';
import { bandApplies } from 'c/handoffRows';
import { LABELS } from 'c/handoffLabels';
import { filled } from 'c/handoffWords';

/** Who will be asked, as the policy in force says for this type and the record as it is. */
export default class HandoffBands extends LightningElement {
    /** @type {any} the policy's document of the type */
    @api type;
    /** @type {Readonly<Record<string, any>>} fields of the record; a missing number may be any number */
    @api facts = {};

    labels = LABELS;

    get bands() {
        return (this.type?.bands ?? [])
            .map((/** @type {any} */ band) => ({ ...band, applies: bandApplies(band, this.facts) }))
            .filter((/** @type {any} */ band) => band.applies !== 'false')
            .map((/** @type {any} */ band) => ({
                key: `${band.label} ${band.asks}`,
                asks: band.asks,
                because: band.because,
                lead: band.applies === 'true' ? LABELS.isAsked : LABELS.mayBeAsked,
                certain: band.applies === 'true'
            }));
    }

    get version() {
        return filled(LABELS.policyVersion, this.type?.policyVersion ?? '');
    }
}
