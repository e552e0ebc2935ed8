// @ts-check
import { api, LightningElement } from 'lwc';
import { LABELS } from 'c/handoffLabels';

/** What the components say themselves, by code. All else is said by whoever refused. */
const WORDS = Object.freeze({
    record_not_supported: [LABELS.notSupportedTitle, LABELS.notSupportedDetail],
    rows_not_understood: [LABELS.notUnderstoodTitle, LABELS.notUnderstoodDetail],
    no_connection: [LABELS.noConnectionTitle, LABELS.noConnectionDetail],
    platform_not_readable: [LABELS.notReadableTitle, LABELS.notReadableDetail],
    platform_refused: [LABELS.platformRefusedTitle, LABELS.platformRefusedDetail]
});

/** The one way the components say that something did not work: what happened, what to do, and the button for it. */
export default class HandoffProblem extends LightningElement {
    /** @type {import('c/handoffRows').Problem | undefined} */
    @api problem;
    /** What was refused, where the problem comes from Handrail. */
    @api heading = '';
    /** Shows a button that sends `retry`. */
    @api retryable = false;

    labels = LABELS;

    get title() {
        return this.heading || this.words?.[0] || LABELS.refusedTitle;
    }

    get detail() {
        return this.problem?.detail || this.words?.[1] || '';
    }

    get more() {
        return this.problem?.more ?? [];
    }

    get code() {
        return this.problem?.code ?? '';
    }

    /** @returns {readonly string[] | undefined} */
    get words() {
        return /** @type {Readonly<Record<string, readonly string[]>>} */ (WORDS)[this.code];
    }

    /** Moves the focus here, so that whoever pressed a button far below sees what became of it. */
    @api takeFocus() {
        /** @type {HTMLElement | null} */ (this.template.querySelector('[data-testid="problem"]'))?.focus();
    }

    retry() {
        this.dispatchEvent(new CustomEvent('retry'));
    }
}
