import { api, LightningElement } from 'lwc';

/**
 * Stands for `lightning-record-picker`, which Salesforce does not publish: a combobox over the users of the page's
 * org, with the same properties and the same event.
 */
export default class RecordPicker extends LightningElement {
  @api label = '';
  @api placeholder = '';
  @api objectApiName = '';
  @api filter;
  @api fieldLevelHelp = '';
  @api required = false;

  value = '';
  options = [];
  message = '';

  async connectedCallback() {
    const { rows } = await globalThis.handrailPage.org.find({
      object: this.objectApiName,
      fields: ['Name'],
      where: (this.filter?.criteria ?? []).map(({ fieldPath, operator, value }) => ({
        field: fieldPath,
        operator,
        value,
      })),
      orderBy: [{ field: 'Name' }],
      first: 200,
    });
    this.options = rows.map((row) => ({ label: row.Name, value: row.Id }));
  }

  @api setCustomValidity(message) {
    this.message = message;
  }

  @api reportValidity() {
    const input = this.template.querySelector('lightning-combobox');
    input.setCustomValidity(this.message);
    return input.reportValidity();
  }

  @api focus() {
    this.template.querySelector('lightning-combobox')?.focus();
  }

  handleChange(event) {
    // The combobox's own event would leave this component too, with another detail.
    event.stopPropagation();
    this.value = event.detail.value;
    this.dispatchEvent(new CustomEvent('change', { detail: { recordId: this.value } }));
  }
}
