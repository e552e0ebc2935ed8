import type { Locator, Page } from 'playwright-core';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';

/** What a rep fills into the form; what is left out stays as the form has it. */
export interface FilledForm {
  readonly type: string;
  readonly reasonCode: string;
  readonly reason: string;
  readonly owner?: string;
}

/** The record page of one deal, or of its company, in one window, in the words of the person who uses it. */
export class DealPage {
  readonly page: Page;
  readonly #origin: string;

  constructor(page: Page, origin: string) {
    this.page = page;
    this.#origin = origin;
  }

  /** The box that holds Handrail's card. */
  get card(): Locator {
    return this.page.getByTestId('app-card');
  }

  async open(dealId: string): Promise<void> {
    await this.page.goto(`${this.#origin}/contacts/0-3/${dealId}`);
    await this.settled();
  }

  /** The page of a company, in the same window. */
  async openCompany(companyId: string): Promise<void> {
    await this.page.goto(`${this.#origin}/contacts/0-2/${companyId}`);
    await this.settled();
  }

  /** Becomes another person of the portal and waits until the card was read as that person. */
  async signInAs(email: string): Promise<void> {
    await this.page.getByTestId('user-switch').selectOption(String(seedPerson(email).userId));
    await this.settled();
  }

  /** Waits until the card shows a state or a problem. */
  async settled(): Promise<void> {
    const shown = this.part('status').or(this.part('form')).or(this.part('problem'));
    await shown.first().waitFor();
  }

  part(testId: string): Locator {
    return this.card.getByTestId(testId);
  }

  /** Waits for text in a part of the card. */
  async says(testId: string, text: string | RegExp): Promise<void> {
    await this.part(testId).filter({ hasText: text }).first().waitFor();
  }

  /** Presses what has the test id. */
  async press(testId: string): Promise<void> {
    await this.part(testId).click();
  }

  /** Presses Tab until a part of the card has the focus. @throws Error when it never gets it */
  async tabTo(testId: string): Promise<void> {
    const focused = () => this.page.evaluate<string | undefined>('document.activeElement?.dataset.testid');
    for (let presses = 0; presses < 60; presses += 1) {
      if ((await focused()) === testId) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`Tab never reaches ${testId}`);
  }

  /** Fills the form without sending it, and waits for the policy's answer to it. */
  async fill(form: FilledForm): Promise<void> {
    await this.press('request-exception');
    await this.part('type').selectOption({ label: form.type });
    await this.part('reason-code').selectOption({ label: form.reasonCode });
    await this.part('reason').fill(form.reason);
    if (form.owner) await this.#pick('proposed-owner', form.owner);
    await this.part('asked').waitFor();
    await this.part('asked-waiting').waitFor({ state: 'detached' });
  }

  /** Chooses the option that begins with a text, such as a name without the team behind it. */
  async #pick(testId: string, beginning: string): Promise<void> {
    const options = this.part(testId).getByRole('option');
    const option = options.filter({ hasText: new RegExp(`^${beginning}`) });
    await this.part(testId).selectOption(await option.getAttribute('value'));
  }

  /** A property of the left column as it is shown. */
  property(name: string): Locator {
    return this.page.locator(`[data-property="${name}"]`);
  }

  /** Changes a property of the left column in place, as a person of the portal does. */
  async choose(name: string, label: string, value: string): Promise<void> {
    await this.property(name).hover();
    await this.page.getByRole('button', { name: `Edit ${label.toLowerCase()}` }).click();
    await this.page.getByLabel(label, { exact: true }).selectOption({ label: value });
    await this.page.getByRole('button', { name: 'Save' }).click();
    await this.property(name).filter({ hasText: value }).waitFor();
  }

  /** Closes the messages in the corner and gives up focus and hover, so that only the page is left to see. */
  async tidy(): Promise<void> {
    const close = this.page.getByRole('button', { name: 'Close message' });
    while ((await close.count()) > 0) await close.first().click();
    await this.page.evaluate('document.activeElement?.blur(); window.scrollTo(0, 0)');
    await this.page.mouse.move(0, 0);
  }
}
