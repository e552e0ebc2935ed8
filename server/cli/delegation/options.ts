import { InvalidArgumentError, Option } from 'commander';
import { isTimeZone } from './moment.ts';

/** An e-mail address as the CRM knows it, in lower case. */
export function emailOf(text: string): string {
  const email = text.trim().toLowerCase();
  if (/^[^\s@]+@[^\s@]+$/.test(email)) return email;
  throw new InvalidArgumentError('It must be an e-mail address.');
}

export function byOption(): Option {
  return new Option('--by <e-mail>', 'who does this, as the CRM knows them; it enters the trail')
    .argParser(emailOf)
    .makeOptionMandatory();
}

export function timeZoneOption(): Option {
  return new Option('--time-zone <name>', 'for days and times without an offset, such as Europe/Paris')
    .default('UTC')
    .argParser((text) => {
      if (isTimeZone(text)) return text;
      throw new InvalidArgumentError('It must be the name of a time zone, such as Europe/Paris.');
    });
}

export function jsonOption(): Option {
  return new Option('--json', 'print the result as JSON').default(false);
}
