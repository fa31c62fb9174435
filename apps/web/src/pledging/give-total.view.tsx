import type { JSX } from 'preact';
import type { Form } from '../edge/form.js';
import { useReading } from '../layout/context.js';
import { TotalBox } from '../layout/total.view.js';
import { arrivesWords } from './promise-words.js';
import { sampleOf } from './give-sums.view.js';
import type { GiveSheet } from './give.sheet.js';

/** What is paid, what the project gets, and the button. */
export function GiveTotal({ sheet, form }: { sheet: GiveSheet; form: Form }): JSX.Element {
  const reading = useReading();
  const { say } = reading;
  const { quote, currency, rate, fee, step } = sheet;
  const later = sheet.face.campaign?.model === 'all-or-nothing';
  const byBank = form.has('by', 'transfer');
  const arrives = quote && arrivesWords(reading, quote.gift, quote.lei);
  return (
    <TotalBox
      view={{
        now: quote && { pays: byBank ? quote.gift : quote.total, arrives: arrives! },
        sample: sampleOf(currency),
        fee,
        step,
        rate: rate.perUnit,
        action: later ? 'give.pledge' : 'give.pay',
        paysLabel: say(later ? 'giving.pays-later' : 'giving.pays'),
        arrivesLabel: say('giving.arrives'),
      }}
    />
  );
}
