const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECK = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
/** The part of an id that names the server group a record was made on. */
const INSTANCE = 'Hr0';

/** The 18-character id of the n-th record of an object. @param keyPrefix its three characters */
export function makeRecordId(keyPrefix: string, n: number): string {
  let left = n;
  let number = '';
  while (number.length < 9) {
    number = DIGITS.charAt(left % DIGITS.length) + number;
    left = Math.floor(left / DIGITS.length);
  }
  const short = `${keyPrefix}${INSTANCE}${number}`;
  return short + checkOf(short);
}

/**
 * The 18-character form of an id of either length; null for what is no id. The last three characters tell which of the
 * first fifteen are capitals, so a wrong one is found.
 */
export function toLongId(id: string): string | null {
  if (!/^[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?$/.test(id)) return null;
  const short = id.slice(0, 15);
  const long = short + checkOf(short);
  return id.length === 15 || id === long ? long : null;
}

function checkOf(short: string): string {
  return [0, 5, 10]
    .map((start) => {
      const capitals = [...short.slice(start, start + 5)].map((one) => one >= 'A' && one <= 'Z');
      return CHECK.charAt(capitals.reduce((sum, isCapital, at) => sum + (isCapital ? 2 ** at : 0), 0));
    })
    .join('');
}
