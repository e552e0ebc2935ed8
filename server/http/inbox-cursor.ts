import { z } from 'zod';
import type { ListPosition } from '../../src/ports/unit-of-work.ts';
import { EdgeFault } from './problem.ts';

const positionSchema = z.tuple([z.iso.datetime(), z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)]);

/** A place in the list as the opaque text that crosses the wire. It holds nothing the caller did not get anyway. */
export function cursorOf({ submittedAt, requestId }: ListPosition): string {
  return Buffer.from(JSON.stringify([submittedAt, requestId])).toString('base64url');
}

/** @throws EdgeFault `body_invalid` for text that is no cursor of ours */
export function positionOf(cursor: string): ListPosition {
  const position = positionSchema.safeParse(parsed(cursor));
  if (!position.success) {
    throw new EdgeFault(
      'body_invalid',
      'The cursor is not one of this list. Start again from the first page.',
    );
  }
  const [submittedAt, requestId] = position.data;
  return { submittedAt, requestId };
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
