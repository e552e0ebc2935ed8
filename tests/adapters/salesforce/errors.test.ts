import { describe, expect, it } from '@jest/globals';
import { refusedCall } from '../../../server/adapters/salesforce/errors.ts';

const CALL = {
  method: 'PATCH',
  template: '/sobjects/{object}/{recordId}',
  purpose: 'set the owner',
  namesRecord: true,
};

describe('every code of the fact sheet', () => {
  it.each([
    ['UNABLE_TO_LOCK_ROW', 'unavailable', 'backoff', false],
    ['SERVER_UNAVAILABLE', 'unavailable', 'backoff', true],
    ['REQUEST_RUNNING_TOO_LONG', 'unavailable', 'backoff', true],
    ['QUERY_TIMEOUT', 'unavailable', 'backoff', true],
    ['ERROR_HTTP_503', 'unavailable', 'backoff', true],
    ['ERROR_HTTP_429', 'unavailable', 'backoff', false],
    ['REQUEST_LIMIT_EXCEEDED', 'unavailable', 'never', false],
    ['API_DISABLED_FOR_ORG', 'unavailable', 'never', false],
    ['INVALID_SESSION_ID', 'unavailable', 'never', false],
    ['FIELD_CUSTOM_VALIDATION_EXCEPTION', 'refused', 'never', false],
    ['CANNOT_EXECUTE_FLOW_TRIGGER', 'refused', 'never', false],
    ['ENTITY_IS_LOCKED', 'refused', 'never', false],
    ['INSUFFICIENT_ACCESS_OR_READONLY', 'refused', 'never', false],
    ['TRANSFER_REQUIRES_READ', 'refused', 'never', false],
    ['REQUIRED_FIELD_MISSING', 'refused', 'never', false],
    ['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'refused', 'never', false],
    ['DUPLICATES_DETECTED', 'refused', 'never', false],
    ['ALREADY_IN_PROCESS', 'refused', 'never', false],
    ['NO_APPLICABLE_PROCESS', 'refused', 'never', false],
    ['SOMETHING_NEW', 'refused', 'never', false],
    ['ENTITY_IS_DELETED', 'record_not_found', 'never', false],
    ['NOT_FOUND', 'record_not_found', 'never', false],
  ])('%s', (errorCode, code, kind, mayHaveHappened) => {
    const error = refusedCall(CALL, { errorCode, said: 'what the org said' });
    expect(error).toMatchObject({ code, retry: { kind }, mayHaveHappened, errorCode });
    expect(error.internal).toBe(`PATCH /sobjects/{object}/{recordId}: ${errorCode}`);
    expect(error.message).toMatch(/[a-z]\.$/);
  });

  it('too many calls at once pass, too many today do not', () => {
    const said = 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.';
    expect(refusedCall(CALL, { errorCode: 'REQUEST_LIMIT_EXCEEDED', said }).retry).toEqual({
      kind: 'backoff',
    });
  });

  it('without a record in the call, NOT_FOUND is a refusal', () => {
    const call = { ...CALL, namesRecord: false };
    expect(refusedCall(call, { errorCode: 'NOT_FOUND', said: 'x' }).code).toBe('refused');
  });
});
