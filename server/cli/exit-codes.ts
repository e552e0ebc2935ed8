/** What every command ends with. */
export const EXIT = {
  ok: 0,
  /** The command ran and found something wrong. */
  found: 1,
  /** Wrong usage, or the command could not run at all. */
  failed: 2,
} as const;

export const EXIT_HELP =
  '\nExit codes:\n  0  all is well\n  1  the command ran and found something wrong\n  2  wrong usage, or the command could not run';
