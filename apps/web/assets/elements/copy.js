// Without this file the text can be marked and copied by hand.
customElements.define('plai-copy', class extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector('button');
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(this.querySelector('code').textContent);
      this.querySelector('[role=status]').textContent = this.dataset.copied;
    });
  }
});
