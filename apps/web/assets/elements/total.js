// Without this file the form still works: the server counts every sum again. All counting is in whole minor units.
customElements.define('plai-total', class extends HTMLElement {
  connectedCallback() {
    this.form = this.closest('form');
    this.form.addEventListener('input', (event) => this.update(event.target));
    // A sum that the server has refused has no total, however well it can be read.
    if (!this.form.elements.other.hasAttribute('aria-invalid')) this.update();
  }

  /** A sum in minor units as `typedMoney` of the server reads it, or null: "1,000.50", "1.000,50", "1'000" and "50 €" too. */
  read(text) {
    const { signs, places } = this.dataset;
    let bare = text.replace(/\p{Cf}/gu, '').trim();
    bare = bare.replace(new RegExp(`^(?:${signs})\\s*(?=\\d)|(?<=\\d)\\s*(?:${signs})$`, 'iu'), '');
    bare = bare.replace(/(?<=\d)[ \u00a0\u2009\u202f'’](?=\d{3}(?!\d))/g, '');
    if (/^\d{1,3}(,\d{3})+\.\d+$|^\d{1,3}(,\d{3}){2,}$/.test(bare)) bare = bare.replaceAll(',', '');
    else if (/^\d{1,3}(\.\d{3})+,\d+$|^\d{1,3}(\.\d{3}){2,}$/.test(bare)) bare = bare.replaceAll('.', '');
    else if (/^[1-9]\d{0,2}[.,]\d{3}$/.test(bare) && !(+places === 3 && bare.includes('.'))) {
      if (+places > 0) return null;
      bare = bare.replace(/[.,]/, '');
    }
    const found = /^(\d{1,12})(?:[.,](\d+))?$/.exec(bare);
    const part = found?.[2] ?? '';
    return found && part.length <= places ? BigInt(found[1] + part.padEnd(places, '0')) : null;
  }

  update(changed) {
    const { elements } = this.form, { dataset: d } = this;
    if (changed?.name === 'other' && changed.value) for (const tile of elements.amount) tile.checked = false;
    if (changed?.name === 'amount') elements.other.value = '';
    const gift = this.read(elements.other.value || elements.amount.value), places = +d.places;
    this.querySelector('.total').hidden = !gift;
    if (!gift) return void (this.querySelector('[data-t=go]').textContent = d.next);
    const up = (a, b) => (a + b - 1n) / b, ten = 10n ** BigInt(places), step = BigInt(d.step), bp = BigInt(d.bp), fixed = BigInt(d.fixed);
    const cover = up(up((gift + fixed) * 10000n, 10000n - bp) - gift, step) * step;
    const byBank = elements.by?.value === 'transfer', pays = elements.cover?.checked && !byBank ? gift + cover : gift;
    const group = (n) => `${n}`.replace(/\B(?=(\d{3})+$)/g, d.group);
    const plural = new Intl.PluralRules(document.documentElement.lang);
    const money = (n) => {
      const part = places ? d.point + `${n % ten}`.padStart(places, '0') : '';
      if (!d.whole) return d.money.replace('#', group(n / ten) + part);
      // Lei show their bani only when there are some, and the word follows the number.
      const words = JSON.parse(n % ten ? d.lei : d.whole);
      return `${group(n / ten)}${n % ten ? part : ''}\u00a0${words[plural.select(Number(n) / 100)]}`;
    };
    const [whole, rest = ''] = d.rate.split('.');
    const lei = (gift * BigInt(whole + rest)) / 10n ** BigInt(rest.length) / ten;
    const word = JSON.parse(d.lei)[plural.select(Number(lei))];
    const set = (name, text) => this.form.querySelectorAll(`[data-t=${name}]`).forEach((node) => { node.textContent = text; });
    set('pay', money(pays));
    set('get', d.whole ? money(gift) : `${money(gift)} ≈ ${group(lei)}\u00a0${word}`);
    set('cover', money(cover));
    set('go', byBank ? d.bank : d.go.replace('#', money(pays)));
  }
});
