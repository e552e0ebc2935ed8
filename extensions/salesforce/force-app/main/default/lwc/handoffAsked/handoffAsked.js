// @ts-check
import { api, LightningElement } from 'lwc';
import { LABELS } from 'c/handoffLabels';
import { filled } from 'c/handoffWords';

/** @type {Readonly<Record<string, string>>} */
const TRUTH = Object.freeze({
    true: LABELS.truthTrue,
    false: LABELS.truthFalse,
    unknown: LABELS.truthUnknown
});

/** Who is asked, with the sentence that says why, down to the rule. */
export default class HandoffAsked extends LightningElement {
    /** @type {any} the decision of a request's document */
    @api decision;

    labels = LABELS;

    get asked() {
        return (this.decision?.asked ?? []).map((/** @type {any} */ asked) => ({
            key: `${asked.role} ${asked.because}`,
            who: `${asked.label}: ${namesOf(asked) || LABELS.nobodyFound}`,
            because: asked.because,
            terms: termsOf(asked)
        }));
    }

    get rows() {
        return (this.decision?.rows ?? []).map((/** @type {any} */ row) => ({
            id: row.id,
            label: row.label,
            truth: TRUTH[row.truth] ?? row.truth,
            because: row.because,
            avoidedBy: row.avoidedBy ?? '',
            conditions: (row.conditions ?? []).map((/** @type {any} */ condition) => ({
                key: condition.wanted,
                words: filled(
                    LABELS.wantedSaw,
                    TRUTH[condition.truth] ?? condition.truth,
                    condition.wanted,
                    condition.saw
                )
            }))
        }));
    }

    get unknownFacts() {
        return (this.decision?.unknownFacts ?? []).join(', ');
    }

    get rulesTitle() {
        return filled(LABELS.ruleByRule, this.decision?.policyVersion ?? '');
    }
}

/**
 * Those who are asked, and in brackets who may decide in whose place.
 *
 * @param {any} asked
 */
function namesOf(asked) {
    const names = (asked.people ?? []).map((/** @type {any} */ person) => {
        const standIns = (asked.delegates ?? [])
            .filter((/** @type {any} */ one) => one.inPlaceOf === person.name)
            .map((/** @type {any} */ one) => one.name);
        return standIns.length > 0 ? `${person.name} (${LABELS.orInTheirPlace} ${standIns.join(', ')})` : person.name;
    });
    return names.join(', ');
}

/**
 * The thresholds where they are not plain, and how far they are reached.
 *
 * @param {any} asked
 */
function termsOf(asked) {
    const terms = [];
    if ((asked.people ?? []).length > 1) {
        terms.push(filled(LABELS.approvalsNeeded, asked.approve, asked.people.length));
    }
    if (asked.approved + asked.rejected > 0) {
        terms.push(filled(LABELS.soFar, asked.approved, asked.rejected));
    }
    return terms.join(' ');
}
