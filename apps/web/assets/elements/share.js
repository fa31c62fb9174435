// Without this file the links work; with it there is a copy button and, on phones, the system's own sheet.
customElements.define('plai-share', class extends HTMLElement {
  connectedCallback() {
    const { url, text, copied } = this.dataset;
    const button = (name) => this.querySelector(`[data-do=${name}]`);
    if (navigator.clipboard) {
      button('copy').hidden = false;
      button('copy').addEventListener('click', async () => {
        await navigator.clipboard.writeText(url);
        this.querySelector('[role=status]').textContent = copied;
      });
    }
    if (navigator.share) {
      button('sheet').hidden = false;
      button('sheet').addEventListener('click', () => navigator.share({ url, text }).catch(() => undefined));
    }
  }
});
