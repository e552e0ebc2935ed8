const CHECK_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/**
 * An id of 15 characters with the three that Salesforce appends: one for each five, whose bits say which of them are
 * capitals. An id of another length is given back.
 */
export function longId(id: string): string {
  if (id.length !== 15) return id;
  const suffix = [0, 5, 10].map((start) => {
    const bits = [...id.slice(start, start + 5)].map((letter) => (/[A-Z]/.test(letter) ? 1 : 0));
    return CHECK_CHARACTERS.charAt(bits.reduce<number>((sum, bit, place) => sum + bit * 2 ** place, 0));
  });
  return id + suffix.join('');
}
