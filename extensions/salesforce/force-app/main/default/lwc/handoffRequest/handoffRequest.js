// @ts-check
import { api, LightningElement } from 'lwc';
import { LABELS } from 'c/handoffLabels';
import { changesInWords, filled, isReviewOwed, kindInWords, statusInWords } from 'c/handoffWords';

/** @type {Readonly<Record<string, { words: string, tone: string }>>} */
const HEADLINES = Object.freeze({
    pending: { words: LABELS.headPending, tone: 'slds-theme_info' },
    in_progress: { words: LABELS.headInProgress, tone: 'slds-theme_info' },
    active: { words: LABELS.headActive, tone: 'slds-theme_success' },
    needs_attention: { words: LABELS.headNeedsAttention, tone: 'slds-theme_error' },
    finished: { words: LABELS.headFinished, tone: 'slds-theme_shade' }
});

/** @type {Readonly<Record<string, { icon: string, words: string }>>} */
const STEP = Object.freeze({
    done: { icon: 'utility:check', words: LABELS.stepDone },
    failed: { icon: 'utility:error', words: LABELS.stepFailed },
    waiting: { icon: 'utility:clock', words: LABELS.stepWaiting }
});

/** Statuses in which nothing of what was asked for was ever written, and those in which all of it was. */
const NEVER_IN_FORCE = new Set(['rejected', 'withdrawn', 'lapsed']);
const DONE = new Set(['active', 'ending', 'ended']);

/**
 * One request as Handrail describes it, with what the viewer may do. Sends `decide` with `{kind, comment}`
 * and what the kind names beside it.
 */
export default class HandoffRequest extends LightningElement {
    /** @type {ReturnType<typeof import('c/handoffRows').exceptionOf> | any} */
    @api exception;
    @api busy = false;
    /** Whether the record is held by something else than this request. */
    @api held = false;

    labels = LABELS;

    get view() {
        return this.exception.view;
    }

    get screen() {
        return this.exception.screen;
    }

    /** Moves the focus to what became of a button that is gone, else to the top of the request. */
    @api takeFocus() {
        const place = this.exception.waiting ? 'decision-sent' : 'headline';
        /** @type {HTMLElement | null} */ (this.template.querySelector(`[data-testid="${place}"]`))?.focus();
    }

    get isOwed() {
        return isReviewOwed(this.view);
    }

    get headline() {
        if (this.isActive && this.isOwed) return filled(LABELS.headActiveOwed, this.view.typeLabel);
        if (this.screen === 'finished' && this.held) return filled(LABELS.headLast, this.view.typeLabel);
        return filled(HEADLINES[this.screen]?.words ?? '', this.view.typeLabel);
    }

    get headlineClass() {
        const tone = this.isActive && this.isOwed ? 'slds-theme_info' : HEADLINES[this.screen]?.tone;
        return `slds-p-around_small slds-m-bottom_x-small ${tone ?? ''}`;
    }

    get status() {
        return statusInWords(this.exception.status, this.view);
    }

    get isPending() {
        return this.screen === 'pending';
    }

    get isActive() {
        return this.screen === 'active';
    }

    get next() {
        return this.screen === 'needs_attention' ? (this.view.failure ?? this.view.next) : this.view.next;
    }

    get outcome() {
        return this.view.rejectedBecause ?? '';
    }

    get changes() {
        return changesInWords(this.view);
    }

    get changesTitle() {
        if (this.isPending) return LABELS.wouldChange;
        if (NEVER_IN_FORCE.has(this.exception.status)) return LABELS.whatItAskedFor;
        return DONE.has(this.exception.status) ? LABELS.whatChanged : LABELS.whatWasDecided;
    }

    get steps() {
        return this.view.steps.map((/** @type {any} */ step, /** @type {number} */ index) => ({
            key: `${index} ${step.words}`,
            words: step.words,
            note: step.note ?? '',
            icon: STEP[step.status]?.icon,
            status: STEP[step.status]?.words
        }));
    }

    get showsSteps() {
        return this.screen !== 'pending' && this.steps.length > 0;
    }

    get reviews() {
        return this.view.reviews.map((/** @type {any} */ review) => ({
            key: `${review.reviewer.email} ${review.at}`,
            who: review.reviewer.name,
            said: review.outcome === 'approve' ? LABELS.approved : LABELS.rejected,
            comment: review.comment,
            at: review.at
        }));
    }

    get clock() {
        return this.isPending
            ? (this.view.clock ?? []).map((/** @type {any} */ tick) => ({ key: tick.dueAt, ...tick }))
            : [];
    }

    get why() {
        return this.exception.why;
    }

    /** Nothing is offered while a decision of the viewer has not been read, or the card would take it twice. */
    /** @returns {readonly string[]} */
    get may() {
        return this.exception.waiting ? [] : this.exception.may;
    }

    get waitingWords() {
        const { waiting } = this.exception;
        return waiting ? filled(LABELS.decisionSent, kindInWords(waiting.kind)) : '';
    }

    get refusal() {
        return this.exception.refusedDecision?.problem;
    }

    get refusalTitle() {
        return filled(LABELS.decisionRefused, kindInWords(this.exception.refusedDecision?.kind ?? ''));
    }

    /** What was filed afterwards, or in the requester's name. */
    get origin() {
        const { retroactive, filedByWorkflow } = this.view;
        return [retroactive, filedByWorkflow && filled(LABELS.filedByWorkflow, filedByWorkflow)].filter(Boolean).join(' ');
    }

    /** What standard routing would do, while it does not. */
    get averted() {
        const live = this.exception.live && this.view.standardPath?.words;
        return live || '';
    }

    /** What is decided here; an objection is decided beside it. */
    get decidedHere() {
        return this.may.filter((kind) => kind !== 'uphold' && kind !== 'dismiss');
    }

    get canHandOver() {
        return this.may.includes('hand_over');
    }

    get canWithdraw() {
        return this.may.includes('withdraw');
    }

    get canEnd() {
        return this.may.includes('end');
    }

    get endConsequence() {
        return this.isOwed ? LABELS.endConsequenceOwed : LABELS.endConsequence;
    }

    get canRetry() {
        return this.may.includes('retry');
    }

    get nothingToDo() {
        return this.isPending && this.may.length === 0 && !this.exception.waiting;
    }

    get heard() {
        return this.exception.heard ?? [];
    }

    /** @param {CustomEvent} event */
    forward(event) {
        this.send(event.detail);
    }

    withdraw() {
        this.send({ kind: 'withdraw', comment: '' });
    }

    end() {
        this.send({ kind: 'end', comment: '' });
    }

    retry() {
        this.send({ kind: 'retry', comment: '' });
    }

    /** @param {Readonly<Record<string, unknown>>} detail */
    send(detail) {
        this.dispatchEvent(new CustomEvent('decide', { detail }));
    }
}
