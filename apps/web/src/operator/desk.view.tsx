import type { ComponentChildren, JSX } from 'preact';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { FoldOut, Note } from '../layout/parts.view.js';

/** The rooms of the desk: what waits, the money, what the public sees, and the house; in the order of its navigation. */
const GROUPS = [
  ['queue'],
  ['money', 'bank', 'orders', 'refunds', 'disputes', 'cash', 'messages', 'funds', 'calls'],
  ['projects', 'programmes', 'bodies', 'words', 'news', 'boards'],
  ['audit', 'log', 'staff'],
] as const;
/** Where in the desk a page stands. */
type DeskRoom = (typeof GROUPS)[number][number];

/** What a page of the desk says about itself. */
export interface DeskPage {
  readonly title: string;
  readonly room: DeskRoom;
  readonly body: ComponentChildren;
  /** Under the title. */
  readonly lead?: ComponentChildren;
  /** A thing of its room: what is read is as narrow as a text. */
  readonly inside?: boolean;
}

/** What a form says when it has been done; kept in the address so that a reload says it again and does nothing. */
const DONE = ['asked', 'given', 'refused', 'answered', 'matched', 'owed-back', 'money-back', 'sent', 'completed', 'dismissed', 'words', 'sent-again', 'saved']; // prettier-ignore

/** A page of the operator's desk: never for search engines, with the desk's own navigation. */
export function deskPage(reading: Reading, { title, room, lead, inside, body }: DeskPage): Page {
  const done = reading.query.get('done');
  return page({
    title,
    index: false,
    body: (
      <div class="wrap desk stack loose">
        <DeskNav here={room} />
        <header class="stack">
          <h1 class="h-page">{title}</h1>
          {lead && <p class="lead">{lead}</p>}
        </header>
        {done && DONE.includes(done) && <Note tone="ok">{reading.say(`operator.done.${done}`)}</Note>}
        {inside ? <div class="narrow stack loose">{body}</div> : body}
      </div>
    ),
  });
}

/** The groups, each leading to its first room, and below them the rooms of the group in which the page stands: on a phone folded. */
function DeskNav({ here }: { here: DeskRoom }): JSX.Element {
  const { say, href } = useReading();
  const isHere = (rooms: readonly DeskRoom[]) => rooms.includes(here);
  const rooms = GROUPS.find(isHere)!;
  return (
    <nav aria-label={say('operator.nav')}>
      <div class="subnav">
        {GROUPS.map((group) => (
          <a
            href={href(pathOf(group[0]))}
            aria-current={isHere(group) ? (group.length > 1 ? 'true' : 'page') : undefined}
            key={group[0]}
          >
            {say(`operator.group.${group[0]}`)}
          </a>
        ))}
      </div>
      {rooms.length > 1 && (
        <>
          <div class="wide-only">
            <Rooms rooms={rooms} here={here} />
          </div>
          <div class="slim-only">
            <FoldOut summary={<b>{say(`operator.room.${here}`)}</b>}>
              <Rooms rooms={rooms} here={here} />
            </FoldOut>
          </div>
        </>
      )}
    </nav>
  );
}

function Rooms({ rooms, here }: { rooms: readonly DeskRoom[]; here: DeskRoom }): JSX.Element {
  const { say, href } = useReading();
  return (
    <div class="subnav">
      {rooms.map((room) => (
        <a href={href(pathOf(room))} aria-current={room === here ? 'page' : undefined} key={room}>
          {say(`operator.room.${room}`)}
        </a>
      ))}
    </div>
  );
}

function pathOf(room: DeskRoom): string {
  return room === 'queue' ? '/operator' : `/operator/${room}`;
}

/** How long something has been waiting, in words: whole days, or that it came today. */
export function ageOf({ say }: Pick<Reading, 'say'>, since: Date, now: Date): string {
  const days = Math.floor((now.getTime() - since.getTime()) / 86_400_000);
  return days < 1 ? say('operator.age.today') : say('operator.age', { n: days });
}

/** Says that a question of this page already waits for somebody's second signature, and leads there. */
export function WaitsSecond({ approval }: { approval: string | null }): JSX.Element | null {
  const { say, href } = useReading();
  return approval ? (
    <Note>
      <a href={href(`/operator/approvals/${approval}`)}>{say('operator.waits-second')}</a>
    </Note>
  ) : null;
}
