import type { Body } from '#libs/hometowns/src/index.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { DeskTable, Older } from '../layout/table.view.js';
import { deskPage } from './desk.view.js';

/** Every town hall and association, the newest first; `next` is the last one shown when there are older ones. */
export function bodiesPage(reading: Reading, bodies: readonly Body[], next: string | null): Page {
  const { say, href } = reading;
  const title = say('operator.room.bodies');
  const pathOf = ({ id, state }: Body) => href(`/operator/${state === 'applied' ? 'applications' : 'bodies'}/${id}`);
  return deskPage(reading, {
    title,
    room: 'bodies',
    lead: say('operator.bodies.lead'),
    body: (
      <>
        <DeskTable
          title={title}
          head={['staff.name', 'fact.kind', 'fact.state'].map((name) => say(`operator.${name}`))}
          rows={bodies.map((body) => ({
            key: body.id,
            cells: [
              <a href={pathOf(body)}>
                <Written text={body.name} />
              </a>,
              say(`body.kind.${body.kind}`),
              say(`body.state.${body.state}`),
            ],
          }))}
        />
        <Older href={next && href(`/operator/bodies?after=${next}`)} />
      </>
    ),
  });
}
