import type { JSX } from 'preact';
import { type Currency, Money } from '#libs/kernel/src/index.js';
import type { Lang } from '#libs/platform/src/index.js';
import { Form } from '../edge/form.js';
import { wordsOf } from '../edge/problem.js';
import { useLabel, useReading } from '../layout/context.js';
import { Field } from '../layout/form.view.js';
import { fieldId, Wrong } from '../layout/labelled.view.js';
import { Note } from '../layout/parts.view.js';
import { AmountTile } from '../layout/total.view.js';
import { downToLei } from './promise-words.js';
import { chosenSum, readSum, type SumSheet } from './give.sheet.js';

const MARK = '\u0001';
const RATE_WORDS = { BNM: 'give.rate', ECB: 'giving.rate-ecb', ILLUSTRATIVE: 'giving.rate-illustrative' } as const;

interface SumsOf {
  readonly sheet: SumSheet;
  readonly form: Form;
  /** The key of what stands under the box for the fee, where it is not a project that gets the gift. */
  readonly feeHint?: string | undefined;
}

/** Tiles, own sum, currency, rate, and the box for the card's fee. */
export function Sums({ sheet, form, feeHint }: SumsOf): JSX.Element {
  const { say, lang } = useReading();
  const { currency } = sheet;
  const error = form.errorOf('amount');
  useLabel(fieldId('amount'), say('giving.sum'));
  const name = currencyName(lang, currency);
  return (
    <fieldset id={fieldId('amount')} aria-describedby="rate" tabindex={-1}>
      <legend class="vh">{say('giving.sum')}</legend>
      {error && (
        <p class="errmsg">
          <span class="vh">{say('term.error')}: </span>
          {wordsOf(say, error.code, { params: error.params })}
        </p>
      )}
      <CurrencyChoice sheet={sheet} form={form} />
      <div class="free">
        <Tiles sheet={sheet} form={form} />
      </div>
      <Field
        form={ownSum(sheet, form, lang)}
        name="other"
        label={say('giving.other', { currency: name })}
        inputmode="decimal"
        autocomplete="transaction-amount"
        short
      />{' '}
      {/* prettier-ignore */}
      <RateLine sheet={sheet} />
      <FeeBox sheet={sheet} form={form} feeHint={feeHint} />
    </fieldset>
  );
}

function Tiles({ sheet, form }: { sheet: SumSheet; form: Form }): JSX.Element {
  const { moneyRound, moneyShort } = useReading();
  const chosen = form.value('other') ? null : chosenSum(form, sheet.currency);
  return (
    <div class="amts">
      {sheet.tiles.map(({ sum, lei }) => (
        <AmountTile
          value={sum.toString()}
          sum={moneyRound(sum)}
          inLei={sum.currency === 'MDL' ? null : moneyShort(downToLei(lei))}
          checked={chosen?.equals(sum) ?? false}
          key={sum.toString()}
        />
      ))}
    </div>
  );
}

function CurrencyChoice({ sheet, form }: { sheet: SumSheet; form: Form }): JSX.Element {
  const { say } = useReading();
  const [id, error] = [fieldId('currency'), form.errorOf('currency')];
  useLabel(id, say('giving.currency'));
  return (
    <div class={error ? 'fld err stack tight' : 'stack tight'}>
      <p class="mute">{say('give.hint')}</p>
      <Wrong id={id} error={error} />
      <Instead sheet={sheet} said={error?.code === 'rate-stale'} />
      <div class="row">
        <label class="vh" for={id}>
          {say('giving.currency')}
        </label>
        <CurrencySelect sheet={sheet} wrong={error !== undefined} />
        <button class="link" name="do" value="currency" formnovalidate>
          {say('giving.turn')}
        </button>
      </div>
    </div>
  );
}

/** Why the sums are in another currency than was asked for; `said`: the message beside the field has told it. */
function Instead({ sheet, said }: { sheet: SumSheet; said: boolean }): JSX.Element | null {
  const { say, lang, money } = useReading();
  const { instead, typed, currency } = sheet;
  if (!instead) return null;
  const sum = typed && readSum(typed, instead.currency);
  const why = { currency: instead.currency, days: instead.days, own: 'no' };
  return (
    <Note>
      <p class="small" id={`${fieldId('currency')}-hint`}>
        {!said && wordsOf(say, 'rate-stale', { params: why })}{' '}
        {say('giving.stale-now', { currency: currencyName(lang, currency) })}{' '}
        {typed && say('giving.stale-typed', { sum: sum ? money(sum) : `${typed} ${instead.currency}` })}
      </p>
    </Note>
  );
}

/** What can be given, and below it, not to be chosen, what cannot be today. */
function CurrencySelect({ sheet, wrong }: { sheet: SumSheet; wrong: boolean }): JSX.Element {
  const { say, lang } = useReading();
  const { currencies, currency, stale, instead } = sheet;
  const id = fieldId('currency');
  const described = [wrong && `${id}-error`, instead && `${id}-hint`].filter(Boolean).join(' ') || undefined;
  const option = (code: Currency) => (
    <option value={code} selected={code === currency} key={code}>
      {code} – {currencyName(lang, code)}
    </option>
  );
  return (
    <select
      class="in short"
      name="currency"
      id={id}
      aria-describedby={described}
      aria-invalid={wrong ? 'true' : undefined}
    >
      {currencies.map(option)}
      {stale.length > 0 && (
        <optgroup label={say('giving.stale')} disabled>
          {stale.map(option)}
        </optgroup>
      )}
    </select>
  );
}

function RateLine({ sheet }: { sheet: SumSheet }): JSX.Element {
  const { say, date, number, demo } = useReading();
  const { rate, currency } = sheet;
  if (currency === 'MDL') return <p class="hint" id="rate" hidden />;
  const params = { date: date(rate.on), currency, rate: say('giving.per-unit', { n: number(rate.perUnit) }) };
  return (
    <p class="hint free" id="rate">
      {say(RATE_WORDS[rate.source], params)} {demo && rate.source === 'BNM' && say('giving.rate-demo')}
    </p>
  );
}

function FeeBox({ sheet, form, feeHint }: SumsOf): JSX.Element {
  const { say, money, moneyRound } = useReading();
  const { quote, example } = sheet;
  const fee = quote
    ? money(quote.fee)
    : say('giving.fee-example', { fee: money(example.fee), sum: moneyRound(example.gift) });
  const [before, after] = say('giving.fee-cover', { fee: MARK }).split(MARK);
  return (
    <div class="fee">
      <label class="opt">
        <input type="checkbox" name="cover" value="yes" checked={form.has('cover', 'yes')} id={fieldId('cover')} />
        <span>
          <b>
            {before}
            <span data-t="cover">{fee}</span>
            {after}
          </b>
          <span class="hint">{say(feeHint ?? 'giving.fee-hint')}</span>
        </span>
      </label>
    </div>
  );
}

/** A sum that came with the address and is on no tile stands in the field for one's own. */
function ownSum({ tiles, currency }: SumSheet, form: Form, lang: Lang): Form {
  const chosen = form.value('other') || form.errors.length > 0 ? null : chosenSum(form, currency);
  if (!chosen || tiles.some(({ sum }) => sum.equals(chosen))) return form;
  const plain = chosen.toString().replace(/\.0+$/, '');
  return Form.blank({ other: lang === 'en' ? plain : plain.replace('.', ',') });
}

/** A currency's name in a language: "euro", "лир". */
export function currencyName(lang: string, currency: Currency): string {
  return new Intl.DisplayNames(lang, { type: 'currency' }).of(currency) ?? currency;
}

/** Any sum of a currency, to show how it is written. */
export function sampleOf(currency: Currency): Money {
  return Money.parse('1', currency);
}
