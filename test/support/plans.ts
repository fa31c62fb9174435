import { smallWork } from '#apps/cli/src/demo/works.data.js';
import type { calendar } from '#apps/cli/src/world/dates.js';
import type { WorksPlan } from '#apps/cli/src/world/works-plan.js';

type Day = ReturnType<typeof calendar>;

/** A water pipe: the town hall brings 90,000 lei, people 20,000 to 30,000. `words` replaces parts of the plan. */
export function waterPipe(model: WorksPlan['model'], words: Partial<WorksPlan> = {}): (day: Day) => WorksPlan {
  return (day) => ({
    ...smallWork(
      day,
      {
        title: 'Apeduct pentru mahalaua de sus',
        summary: '1,2 km de țeavă și zece cișmele pentru casele de pe deal.',
        why: 'Fântânile din deal seacă din iulie. Oamenii cară apa cu căruța, iar bătrânii așteaptă vecinii.',
        sector: 'water',
        peopleServed: 210,
      },
      { town: 90_000, people: 30_000, minimum: 20_000, model },
    ),
    ...words,
  });
}
