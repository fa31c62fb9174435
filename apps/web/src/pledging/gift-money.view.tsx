import type { JSX } from 'preact';
import { GIFT_ENDS, GIFT_PLACES, type GiftMoney } from '#libs/books/src/index.js';
import { Money } from '#libs/kernel/src/index.js';
import { moneyBand } from '../art/gift-band.js';
import { type Cloth, threads } from '../art/weave.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { type Step, Steps } from '../layout/parts.view.js';

/** Sums by place, of one gift or of many. */
export type MoneyPlaces = Omit<GiftMoney, 'pledgeId' | 'at'>;

const PLACES = [...GIFT_PLACES, ...GIFT_ENDS] as const;

/** The places of many gifts together. */
export function placesOf(all: readonly MoneyPlaces[]): MoneyPlaces {
  const sum = (place: (typeof PLACES)[number]) => all.reduce((total, each) => total.plus(each[place]), Money.lei(0n));
  return Object.fromEntries(PLACES.map((place) => [place, sum(place)])) as unknown as MoneyPlaces;
}

/** Everything that these places hold. */
export function wholeOf(places: MoneyPlaces): Money {
  return PLACES.reduce((total, place) => total.plus(places[place]), Money.lei(0n));
}

/** Where the money is in a line, what has come furthest first: "proven: 390 lei; released: 195 lei". */
export function placesLine({ say, money }: Reading, places: MoneyPlaces): string {
  return [...GIFT_PLACES]
    .reverse()
    .concat(GIFT_ENDS as never)
    .filter((place) => places[place].isPositive())
    .map((place) => say('gift.money.part', { place: say(`gift.money.${place}`), sum: money(places[place]) }))
    .join('; ');
}

/** The same as a woven band; the line beside it says it in words. */
export function MoneyBand({ places }: { places: MoneyPlaces }): JSX.Element | null {
  const reading = useReading();
  if (!wholeOf(places).isPositive()) return null;
  const gone = GIFT_ENDS.reduce((total, end) => total.plus(places[end]), Money.lei(0n));
  const woven = moneyBand([
    ...(['proven', 'spent', 'released', 'held', 'promised'] as const).map((name) => ({
      name,
      part: places[name].minor,
    })),
    { name: 'gone', part: gone.minor },
  ]);
  return <WovenBand woven={woven} words={placesLine(reading, places)} />;
}

/** A woven band as a picture, with the words that it stands for. */
export function WovenBand({ woven, words }: { woven: Cloth; words: string }): JSX.Element {
  return (
    <svg role="img" aria-label={words} viewBox={`0 0 ${woven[0]!.length} ${woven.length}`} shape-rendering="crispEdges">
      {threads(woven).map(({ dye, d }) => (
        <path stroke={dye} d={d} key={dye} />
      ))}
    </svg>
  );
}

/** The road of one gift's money, step by step with its dates, and what is no longer with the project. */
export function MoneyRoad({ money: of }: { money: GiftMoney }): JSX.Element {
  const { say, money, date } = useReading();
  const steps = [
    ...GIFT_PLACES.filter((place) => place !== 'promised' || of.at.promised).map((place): Step => {
      const [at, sum] = [of.at[place], of[place]];
      const words = at ? say(`gift.money.at.${place}`, { date: date(at) }) : say('gift.money.not-yet');
      return {
        title: say('gift.money.part', { place: say(`gift.money.${place}`), sum: money(sum) }),
        line: at && !sum.isPositive() ? `${words} ${say('gift.money.went-on')}` : words,
        ...(sum.isPositive() ? { state: 'here' as const } : at ? { state: 'done' as const } : {}),
      };
    }),
    ...GIFT_ENDS.filter((end) => of[end].isPositive()).map((end): Step => {
      const at = of.at[end];
      const title = say('gift.money.part', { place: say(`gift.money.${end}`), sum: money(of[end]) });
      return { title, line: at ? date(at) : say('gift.money.covering.why'), state: 'done' };
    }),
  ];
  return <Steps steps={steps} />;
}
