import type { JSX } from 'preact';
import type { TownNeed, TownOption } from '#libs/needs/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary, TextArea } from '../layout/form.view.js';
import { Facts, Rows } from '../layout/parts.view.js';
import { DeskHead } from '../town-hall/desk.view.js';
import type { Office } from '../town-hall/offices.js';
import { NeedLine } from './board.view.js';

interface OptionAtDesk {
  readonly office: Office;
  readonly option: TownOption;
  readonly needs: readonly TownNeed[];
}

/** One option with a price at the desk: the needs that it answers, and the way to take it off the list. */
export function optionDeskPage(reading: Reading, { office, option, needs }: OptionAtDesk, form: Form): Page {
  const { say, href, text, money, date } = reading;
  const hall = `/town-hall/${office.body.id}`;
  const body = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead
        crumbs={[
          [href(hall), text(office.body.name).text],
          [href(`${hall}/needs`), say('needs.crumb')],
        ]}
        title={<Written text={option.title} />}
        lead={<Written text={option.description} />}
      />
      <ErrorSummary form={form} />
      <Facts
        rows={[
          [say('needs.option-cost'), money(option.cost)],
          [say('needs.option-source'), option.source],
          ...(option.part ? [[say('neighbours.part'), option.part] as const] : []),
          [say('needs.option-since'), date(option.at)],
        ]}
      />
      <Answered needs={needs} hall={hall} />
      {option.withdrawn === null ? (
        <form method="post" action={href(`${hall}/options/${option.id}/withdrawal`)} class="stack" novalidate>
          <h2>{say('needs.withdraw')}</h2>
          <TextArea form={form} name="reason" label={say('needs.withdraw-why')} rows={2} maxlength={2000} />
          <button class="btn line">{say('needs.withdraw')}</button>
        </form>
      ) : (
        <p class="note">{say('needs.withdrawn', { reason: option.withdrawn })}</p>
      )}
    </div>
  );
  return page({ title: text(option.title).text, index: false, body });
}

function Answered({ needs, hall }: { needs: readonly TownNeed[]; hall: string }): JSX.Element {
  const { say, href } = useReading();
  return (
    <section class="stack">
      <h2>{say('needs.option-needs')}</h2>
      <Rows
        rows={needs.map((need) => ({
          title: (
            <a href={href(`${hall}/needs/${need.id}`)}>
              <Written text={need.title} />
            </a>
          ),
          line: <NeedLine need={need} mine={false} />,
        }))}
      />
    </section>
  );
}
