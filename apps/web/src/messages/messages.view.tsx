import type { JSX } from 'preact';
import type { Aggregator, Settlement, Trouble, Unsettled } from '#libs/messages/src/index.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { DeskTable, Older, Part } from '../layout/table.view.js';
import { deskPage } from '../operator/desk.view.js';

interface MessagesView {
  readonly aggregators: readonly Aggregator[];
  readonly unsettled: readonly Unsettled[];
  readonly troubles: readonly Trouble[];
  readonly settlements: readonly Settlement[];
  readonly next: string | null;
}

/** Who tells of messages, what each owes, what is to be settled with them, what they paid. */
export function messagesPage(reading: Reading, view: MessagesView): Page {
  const { say } = reading;
  return deskPage(reading, {
    title: say('messages.title'),
    room: 'messages',
    lead: say('messages.lead'),
    body: (
      <>
        <Aggregators view={view} />
        <Troubles troubles={view.troubles} />
        <Settlements view={view} />
      </>
    ),
  });
}

function Aggregators({ view: { aggregators, unsettled } }: { view: MessagesView }): JSX.Element {
  const { say, href, money, date } = useReading();
  const cells = ({ id, name, number, lei, state }: Aggregator) => {
    const owed = unsettled.find(({ aggregatorId }) => aggregatorId === id);
    return [
      <a href={href(`/operator/messages/${id}`)} key="name">
        {name}
      </a>,
      ...[number, money(lei), say(`messages.state.${state}`)],
      ...(owed ? [money(owed.lei), date(owed.dueAt)] : ['–', '–']),
    ];
  };
  return (
    <Part title={say('messages.aggregators')}>
      <DeskTable
        title={say('messages.aggregators')}
        head={['aggregator', 'number', 'gives', 'state', 'owes', 'due'].map((name) => say(`messages.head.${name}`))}
        numbers={[2, 4]}
        empty={say('messages.none')}
        rows={aggregators.map((one) => ({ key: one.id, cells: cells(one) }))}
      />
      <p class="row">
        <a class="btn line" href={href('/operator/messages/new')}>
          {say('messages.open')}
        </a>
      </p>
    </Part>
  );
}

function Settlements({ view: { settlements, next } }: { view: MessagesView }): JSX.Element {
  const { say, href, money } = useReading();
  const cells = ({ id, reference, aggregator, messages, net, came, state }: Settlement) => [
    <a href={href(`/operator/messages/settlements/${id}`)} key="reference">
      {reference}
    </a>,
    ...[aggregator, String(messages), money(net), money(came), say(`messages.settlement.${state}`)],
  ];
  return (
    <Part title={say('messages.settlements')}>
      <DeskTable
        title={say('messages.settlements')}
        head={['reference', 'aggregator', 'messages', 'net', 'came', 'state'].map((name) =>
          say(`messages.head.${name}`),
        )}
        numbers={[2, 3, 4]}
        empty={say('messages.settlements-none')}
        rows={settlements.map((one) => ({ key: one.id, cells: cells(one) }))}
      />
      <Older href={next ? href(`/operator/messages?after=${next}`) : null} />
    </Part>
  );
}

function Troubles({ troubles }: Pick<MessagesView, 'troubles'>): JSX.Element {
  const { say, href, moment } = useReading();
  return (
    <Part title={say('messages.troubles')}>
      <DeskTable
        title={say('messages.troubles')}
        head={['what', 'aggregator', 'ref', 'since'].map((name) => say(`messages.head.${name}`))}
        empty={say('messages.troubles-none')}
        rows={troubles.map(({ id, kind, why, aggregator, ref, at }) => ({
          key: id,
          cells: [
            <a href={href(`/operator/messages/troubles/${id}`)} key="what">
              {say(`messages.trouble.${kind}.${why}`)}
            </a>,
            aggregator,
            ref,
            moment(at),
          ],
        }))}
      />
    </Part>
  );
}
