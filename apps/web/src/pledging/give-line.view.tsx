import type { JSX } from 'preact';
import type { Form } from '../edge/form.js';
import { useReading } from '../layout/context.js';
import { Check, Field, Select, TextArea } from '../layout/form.view.js';
import { FoldOut } from '../layout/parts.view.js';
import type { GiveSheet } from './give.sheet.js';

const PEOPLE_MAX = 12_000;

/** For the whole project, or for units of one line of the budget. */
export function LineChoice({ sheet, form }: { sheet: GiveSheet; form: Form }): JSX.Element | null {
  const { say, text, moneyShort } = useReading();
  const { lines } = sheet;
  if (lines.length === 0) return null;
  const chosen = lines.find(({ id }) => form.has('line.id', id));
  return (
    <FoldOut
      summary={
        <>
          {say('giving.line')} <b>{chosen ? text(chosen.name).text : say('giving.line.all')}</b>
        </>
      }
      hint={say('giving.line.hint')}
      open={chosen !== undefined || ['line.id', 'line.units'].some((name) => form.errorOf(name))}
    >
      <Select
        form={form}
        name="line.id"
        label={say('giving.line.which')}
        options={[
          ['', say('giving.line.all')],
          ...lines.map(({ id, name, price, open, unit }) => {
            const params = { line: text(name).text, price: moneyShort(price), unit: say(`measure.${unit}`), n: open };
            return [id, say('giving.line.option', params)] as const;
          }),
        ]}
      />
      <Field form={form} name="line.units" label={say('giving.line.units')} inputmode="numeric" maxlength={9} short />
      <p>
        <button class="link" name="do" value="line" formnovalidate>
          {say('giving.line.fill')}
        </button>
      </p>
      <p class="hint">
        {say('giving.line.wish')} {lines.some(({ maybe }) => maybe) && say('giving.line.maybe')}
      </p>
    </FoldOut>
  );
}

/** The people for whom one pays. */
export function PoolFields({ form }: { form: Form }): JSX.Element {
  const { say } = useReading();
  const touched = ['pool.name', 'pool.people'];
  return (
    <FoldOut
      summary={
        <>
          {say('giving.pool')} <b>{form.value('pool.name') || say('giving.pool.alone')}</b>
        </>
      }
      hint={say('giving.pool.hint')}
      open={touched.some((name) => form.value(name) || form.errorOf(name))}
    >
      <Field form={form} name="pool.name" label={say('giving.pool.name')} hint={say('giving.pool.name-hint')} maxlength={80} />
      <TextArea
        form={form}
        name="pool.people"
        label={say('giving.pool.people')}
        hint={say('giving.pool.people-hint')}
        rows={6}
        maxlength={PEOPLE_MAX}
      />
      <Check form={form} name="pool.named" label={say('giving.pool.named')} hint={say('giving.pool.named-hint')} />
    </FoldOut>
  ); // prettier-ignore
}
