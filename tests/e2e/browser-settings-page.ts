import type { Locator, Page } from 'playwright-core';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';

/** The settings page in one window, in the words of the person who uses it. */
export class SettingsPage {
  readonly page: Page;
  readonly #origin: string;

  constructor(page: Page, origin: string) {
    this.page = page;
    this.#origin = origin;
  }

  /** Opens the settings as a person of the portal. */
  async open(email: string): Promise<void> {
    // Chosen before the page loads: to change the person afterwards would stop a page's worker that is still loading.
    const chosen = `localStorage.setItem('record-page-user', '${seedPerson(email).userId}')`;
    await this.page.addInitScript({ content: chosen });
    await this.page.goto(`${this.#origin}/settings`);
    await this.page.getByText('Handrail settings').waitFor();
  }

  part(testId: string): Locator {
    return this.page.getByTestId(testId);
  }

  async show(tab: string): Promise<void> {
    await this.page.getByRole('tab', { name: tab }).click();
  }

  async press(testId: string): Promise<void> {
    await this.part(testId).click();
  }

  /** Waits until a part says something. */
  async says(testId: string, words: string): Promise<void> {
    await this.part(testId).filter({ hasText: words }).waitFor();
  }
}
