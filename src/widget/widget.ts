import { NearsideWidget } from './nearsideWidget.ts';

const elementName = 'nearside-widget';

// Without a document there is nothing to define; a second copy of this script finds the first one's element.
if (typeof customElements !== 'undefined' && customElements.get(elementName) === undefined) {
  customElements.define(elementName, NearsideWidget);
}

export { NearsideWidget };

declare global {
  interface HTMLElementTagNameMap {
    'nearside-widget': NearsideWidget;
  }
}
