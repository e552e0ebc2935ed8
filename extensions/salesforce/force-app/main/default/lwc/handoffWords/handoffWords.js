// @ts-check
/**
 * Sentences the components share: labels with their blanks filled, instants, and what each decision is called.
 */
import LOCALE from '@salesforce/i18n/locale';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import { LABELS } from 'c/handoffLabels';

/**
 * A label with `{0}`, `{1}` … filled in. What is filled in stands as it is: it may hold any character.
 *
 * @param {string} label
 * @param {...(string | number)} values
 * @returns {string}
 */
export function filled(label, ...values) {
    return label.replace(/\{(\d)\}/g, (blank, place) => String(values[Number(place)] ?? blank));
}

/**
 * An instant in the words and the time zone of the person who looks. What is none stands as it is.
 *
 * @param {string} instant ISO 8601
 * @returns {string}
 */
export function inWords(instant) {
    const at = Date.parse(instant);
    if (Number.isNaN(at)) return String(instant ?? '');
    const format = { dateStyle: 'medium', timeStyle: 'short', timeZone: TIME_ZONE };
    return new Intl.DateTimeFormat(LOCALE, /** @type {Intl.DateTimeFormatOptions} */ (format)).format(at);
}

/** What a decision of the viewer is called. @type {Readonly<Record<string, string>>} */
const KIND = Object.freeze({
    approve: LABELS.approve,
    reject: LABELS.reject,
    ask: LABELS.askForInformation,
    answer: LABELS.sendAnswer,
    hand_over: LABELS.handOver,
    withdraw: LABELS.withdraw,
    end: LABELS.endNow,
    extend: LABELS.extend,
    withdraw_extension: LABELS.withdrawExtension,
    object: LABELS.objectTo,
    uphold: LABELS.uphold,
    dismiss: LABELS.dismiss,
    retry: LABELS.retryStep
});

/**
 * @param {string} kind of a decision
 * @returns {string}
 */
export function kindInWords(kind) {
    return KIND[kind] ?? kind;
}

/**
 * What was asked for, as sentences.
 *
 * @param {any} view the request's document
 * @returns {{ key: string, words: string }[]}
 */
export function changesInWords(view) {
    return (view?.changes ?? []).map((/** @type {any} */ change) => ({
        key: change.label,
        words: filled(LABELS.changeWords, change.label, change.from || LABELS.nothing, change.to || LABELS.nothing)
    }));
}

/**
 * The extension that waits for a decision.
 *
 * @param {any} view the request's document
 * @returns {any}
 */
export function openExtension(view) {
    return (view?.extensions ?? []).find((/** @type {any} */ extension) => extension.outcome === 'open');
}

/** Whether it took effect and nobody has looked at it yet. @param {any} view the request's document */
export function isReviewOwed(view) {
    return view?.breakGlass?.outcome === 'owed';
}

/**
 * What approving and rejecting are called, and what they do: it depends on what waits.
 *
 * @param {any} view the request's document
 * @returns {{ heading: string, approve: string, reject: string, consequence: string }}
 */
export function matterInWords(view) {
    const extension = openExtension(view);
    if (view?.matter === 'break_glass') {
        return {
            heading: LABELS.yourReview,
            approve: LABELS.confirmIt,
            reject: LABELS.refuseIt,
            consequence: LABELS.ifConfirmed
        };
    }
    if (view?.matter === 'extension') {
        return {
            heading: LABELS.yourExtensionDecision,
            approve: LABELS.approveExtension,
            reject: LABELS.rejectExtension,
            // A document that was too long may have lost which one.
            consequence: extension
                ? filled(LABELS.ifExtended, inWords(extension.until), inWords(extension.from))
                : LABELS.ifNotExtended
        };
    }
    const made = changesInWords(view)
        .map(({ words }) => words)
        .join('; ');
    return {
        heading: LABELS.yourDecision,
        approve: LABELS.approve,
        reject: LABELS.reject,
        consequence: made ? filled(LABELS.ifApproved, made) : LABELS.ifApprovedHold
    };
}

/** @type {Readonly<Record<string, string>>} */
const STATUS = Object.freeze({
    submitted: LABELS.headSubmitted,
    refused: LABELS.requestRefused,
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

/** In effect, or about to be, and approved by nobody: "approved" or "active" alone would mislead. */
const NOT_REVIEWED = /** @type {Readonly<Record<string, string>>} */ (
    Object.freeze({ approved: LABELS.statusApprovedOwed, active: LABELS.statusActiveOwed })
);

/**
 * What a status is called.
 *
 * @param {string} status
 * @param {any} view the request's document
 * @returns {string}
 */
export function statusInWords(status, view) {
    const owed = isReviewOwed(view) ? NOT_REVIEWED[status] : undefined;
    return owed ?? STATUS[status] ?? status;
}
