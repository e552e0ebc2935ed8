// @ts-check
import { api, LightningElement } from 'lwc';
import { LABELS } from 'c/handoffLabels';

/** @type {Readonly<Record<string, { words: string, tone: string }>>} */
const HEADLINES = Object.freeze({
    pending: { words: LABELS.headPending, tone: 'slds-theme_info' },
    in_progress: { words: LABELS.headInProgress, tone: 'slds-theme_info' },
    active: { words: LABELS.headActive, tone: 'slds-theme_success' },
    needs_attention: { words: LABELS.headNeedsAttention, tone: 'slds-theme_error' },
    finished: { words: LABELS.headFinished, tone: 'slds-theme_shade' }
});

/** @type {Readonly<Record<string, string>>} */
const STATUS = Object.freeze({
    pending: LABELS.statusPending,
    info_requested: LABELS.statusInfoRequested,
    approved: LABELS.statusApproved,
    active: LABELS.statusActive,
    needs_attention: LABELS.statusNeedsAttention,
    ending: LABELS.statusEnding,
    ended: LABELS.statusEnded,
    reverting: LABELS.statusReverting,
    reverted: LABELS.statusReverted,
    rejected: LABELS.statusRejected,
    withdrawn: LABELS.statusWithdrawn,
    lapsed: LABELS.statusLapsed
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

/** What a decision of the viewer is called. @type {Readonly<Record<string, string>>} */
const KIND = Object.freeze({
    approve: LABELS.approve,
    reject: LABELS.reject,
    ask: LABELS.askForInformation,
    answer: LABELS.sendAnswer,
    withdraw: LABELS.withdraw,
    end: LABELS.endNow,
    retry: LABELS.retryStep
});

/** One request as Handrail describes it, with what the viewer may do. Sends `decide` with `{kind, comment}`. */
export default class HandoffRequest extends LightningElement {
    /** @type {ReturnType<typeof import('c/handoffRows').exceptionOf> | any} */
    @api exception;
    @api busy = false;

    labels = LABELS;

    get view() {
        return this.exception.view;
    }

    get screen() {
        return this.exception.screen;
    }

    get headline() {
        return (HEADLINES[this.screen]?.words ?? '').replace('{0}', this.view.typeLabel);
    }

    get headlineClass() {
        return `slds-p-around_small slds-m-bottom_x-small ${HEADLINES[this.screen]?.tone ?? ''}`;
    }

    get status() {
        return STATUS[this.exception.status] ?? this.exception.status;
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
        return this.view.changes.map((/** @type {any} */ change) => ({
            key: change.label,
            words: LABELS.changeWords
                .replace('{0}', change.label)
                .replace('{1}', change.from || LABELS.nothing)
                .replace('{2}', change.to || LABELS.nothing)
        }));
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

    get conversation() {
        return (this.view.conversation ?? []).map((/** @type {any} */ message) => ({
            key: `${message.kind} ${message.at}`,
            who: message.by.name,
            text: message.text,
            at: message.at
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
    get may() {
        return this.exception.waiting ? [] : this.exception.may;
    }

    get waitingWords() {
        const { waiting } = this.exception;
        return waiting ? LABELS.decisionSent.replace('{0}', KIND[waiting.kind] ?? waiting.kind) : '';
    }

    get refusal() {
        return this.exception.refusedDecision?.problem;
    }

    get refusalTitle() {
        const kind = this.exception.refusedDecision?.kind ?? '';
        return LABELS.decisionRefused.replace('{0}', KIND[kind] ?? kind);
    }

    get consequence() {
        const made = this.changes.map((/** @type {any} */ change) => change.words).join('; ');
        return made ? LABELS.ifApproved.replace('{0}', made) : LABELS.ifApprovedHold;
    }

    get canWithdraw() {
        return this.may.includes('withdraw');
    }

    get canEnd() {
        return this.may.includes('end');
    }

    get canRetry() {
        return this.may.includes('retry');
    }

    get nothingToDo() {
        return this.isPending && this.may.length === 0 && !this.exception.waiting;
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

    /** @param {{ kind: string, comment: string }} detail */
    send(detail) {
        this.dispatchEvent(new CustomEvent('decide', { detail }));
    }
}
