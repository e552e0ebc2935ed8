import type { Locator, Page } from 'playwright-core';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';

/** The inbox in one window, in the words of the person who uses it. */
export class InboxPage {
  readonly page: Page;
  readonly #origin: string;

  constructor(page: Page, origin: string) {
    this.page = page;
    this.#origin = origin;
  }

  /** Opens the inbox as a person of the portal. */
  async open(email: string): Promise<void> {
    // Chosen before the page loads: to change the person afterwards would stop a page's worker that is still loading.
    const chosen = `localStorage.setItem('record-page-user', '${seedPerson(email).userId}')`;
    await this.page.addInitScript({ content: chosen });
    await this.page.goto(`${this.#origin}/inbox`);
    await this.part('range').waitFor();
  }

  part(testId: string): Locator {
    return this.page.getByTestId(testId);
  }

  /** Waits until the list says how much of it is shown, such as "1 to 25 of 200 requests". */
  async ranges(words: string): Promise<void> {
    await this.part('range').filter({ hasText: words }).waitFor();
  }

  /** Chooses a view by the beginning of its title. */
  async show(title: string): Promise<void> {
    await this.page.getByRole('tab', { name: new RegExp(`^${title}`) }).click();
  }

  /** The record titles on the page, in their order. */
  titles(): Promise<string[]> {
    return this.page.locator('[data-testid^="open-"]').allTextContents();
  }
}
