import { CARDS } from './cards.js';
import { type Field, FIELDS, type Problems, type Typed } from './checkout-form.js';
import { type LineItem, type Session } from './checkout-sessions.object.js';
import { decimals } from './currencies.js';
import { type Language, WORDS, type Words } from './checkout-words.js';

/** What the payment page shows. */
export interface PageContent {
  session: Session;
  lines: LineItem[];
  language: Language;
  typed: Typed;
  problems: Problems;
  /** A sentence above the form: the bank said no. */
  notice?: keyof Words;
  fixedEmail: string | null;
  debits: boolean;
}

/** Text made safe for HTML. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** An amount as people of a language write it. */
export function money(amount: number, currency: string, language: Language): string {
  const style = {
    style: 'currency',
    currency: currency.toUpperCase(),
    minimumFractionDigits: decimals(currency),
  } as const;
  return new Intl.NumberFormat(language === 'ro' ? 'ro-MD' : language, style).format(amount / 10 ** decimals(currency));
}

/** A whole page around its content. */
export function layout(language: Language, title: string, content: string, cards = false): string {
  const words = WORDS[language];
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${escape(title)} · ${escape(words.banner)}</title><link rel="stylesheet" href="/c/style.css"></head>
<body><header class="banner"><p><strong>${escape(words.banner)}</strong></p>${cards ? `<p>${escape(words.bannerMore)}</p>` : ''}</header>
<main><h1>${escape(title)}</h1>
${content}</main></body></html>`;
}

/** The page on which somebody pays or saves a card. */
export function paymentPage(page: PageContent): string {
  const { session, language, problems } = page;
  const words = WORDS[language];
  const saves = session.mode === 'setup';
  const amount = money(session.amount_total ?? 0, session.currency ?? 'eur', language);
  const label = saves
    ? words.save
    : (session.submit_type === 'donate' ? words.donate : words.pay).replace('{amount}', amount);
  const field = fieldOf(page);
  const email =
    page.fixedEmail === null
      ? field('email', 'email', 'type="email" inputmode="email"')
      : `<p><strong>${escape(words.email)}:</strong> ${escape(page.fixedEmail)}</p>`;
  const message = session.custom_text.submit ? `<p>${escape(session.custom_text.submit.message)}</p>` : '';
  const form = `<form method="post" action="/c/pay/${session.id}" novalidate>
${email}
${field('number', 'cc-number', 'inputmode="numeric"', 23)}
${field('expiry', 'cc-exp', 'inputmode="numeric"', 9, 'expiryHint')}
${field('cvc', 'cc-csc', 'inputmode="numeric"', 4, 'cvcHint')}
${field('name', 'cc-name', 'type="text"')}
${page.debits ? field('iban', 'off', 'type="text"', 42, 'ibanHint') : ''}
${message}<button type="submit">${escape(label)}</button></form>`;
  const summary = saves ? `<p>${escape(words.saveNote)}</p>` : sumOf(page, amount);
  const back = session.cancel_url ? `<p><a href="${escape(session.cancel_url)}">${escape(words.cancel)}</a></p>` : '';
  const trouble = page.notice || Object.keys(problems).length > 0;
  return layout(
    language,
    saves ? words.titleSave : words.titlePay,
    `${trouble ? alertOf(page) : ''}${summary}${form}${back}${cardsOf(words)}`,
    true,
  );
}

/** The bank's question. */
export function askPage(language: Language, question: string, action: string): string {
  const words = WORDS[language];
  const form = `<form method="post" action="${action}"><p>${escape(question)}</p>
<button type="submit" name="decision" value="authorise">${escape(words.authorise)}</button>
<button type="submit" name="decision" value="refuse" class="quiet">${escape(words.refuse)}</button></form>`;
  return layout(language, words.askTitle, form);
}

/** A page that only says something, with at most one way on. */
export function plainPage(
  language: Language,
  of: { title: keyof Words; text: string; onward?: string | null },
): string {
  const words = WORDS[language];
  const way = of.onward ? `<p><a class="button" href="${escape(of.onward)}">${escape(words.onward)}</a></p>` : '';
  return layout(language, words[of.title], `<div class="box"><p>${escape(of.text)}</p>${way}</div>`);
}

function fieldOf({ language, typed, problems }: PageContent) {
  const words = WORDS[language];
  return (
    name: Field,
    autocomplete: string,
    attributes: string,
    max = 200,
    hint?: 'expiryHint' | 'cvcHint' | 'ibanHint',
  ): string => {
    const problem = problems[name];
    const notes = [hint && `${name}-hint`, problem && `${name}-error`].filter(Boolean).join(' ');
    // A number or code that was typed is never sent back to the browser.
    const value = name === 'number' || name === 'cvc' ? '' : (typed[name] ?? '');
    return `<label for="${name}">${escape(words[name])}</label>
${hint ? `<p class="hint" id="${name}-hint">${escape(words[hint])}</p>` : ''}${problem ? `<p class="error" id="${name}-error">${escape(words[problem])}</p>` : ''}
<input id="${name}" name="${name}" ${attributes} autocomplete="${autocomplete}" maxlength="${max}" value="${escape(value)}"${name === 'iban' ? '' : ' required'}${notes ? ` aria-describedby="${notes}"` : ''}${problem ? ' aria-invalid="true"' : ''}>`;
  };
}

function alertOf({ language, problems, notice }: PageContent): string {
  const words = WORDS[language];
  const items = FIELDS.flatMap((name) => {
    const key = problems[name];
    return key ? [`<li><a href="#${name}">${escape(words[key])}</a></li>`] : [];
  });
  return `<div class="alert" role="alert"><h2>${escape(words.problems)}</h2>${notice ? `<p>${escape(words[notice])}</p>` : ''}${items.length > 0 ? `<ul>${items.join('')}</ul>` : ''}</div>`;
}

function sumOf({ lines, language, session }: PageContent, total: string): string {
  const words = WORDS[language];
  const rows = lines.map((line) => {
    const count = line.quantity > 1 ? ` × ${line.quantity}` : '';
    return `<li><span>${escape(line.description ?? '')}${count}</span><span>${escape(money(line.amount_total, session.currency ?? 'eur', language))}</span></li>`;
  });
  return `<ul class="sum">${rows.join('')}<li class="total"><span>${escape(words.total)}</span><span>${escape(total)}</span></li></ul>`;
}

const SHOWN: readonly [string, keyof Words][] = [
  ['4242424242424242', 'cardOk'],
  ['4000000000000002', 'cardDeclined'],
  ['4000000000009995', 'cardPoor'],
  ['4000002500003155', 'cardAsksOnce'],
  ['4000002760003184', 'cardAsks'],
  ['4000000000000341', 'cardLater'],
  ['4000000000000259', 'cardDisputed'],
];

function cardsOf(words: Words): string {
  const rows = SHOWN.filter(([number]) => CARDS.some((card) => card.number === number)).map(
    ([number, key]) =>
      `<tr><th scope="row">${number.replace(/(\d{4})(?=\d)/g, '$1 ')}</th><td>${escape(words[key])}</td></tr>`,
  );
  return `<details open><summary>${escape(words.cards)}</summary><p class="hint">${escape(words.cardsNote)}</p><table>${rows.join('')}</table></details>`;
}
