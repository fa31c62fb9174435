import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#libs/kernel/src/index.js';
import { BoardService } from '#libs/needs/src/index.js';
import { NeighboursService } from '#libs/neighbours/src/index.js';
import { buildTown } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

describe('the log of the operator', () => {
  let web: Web;
  beforeAll(async () => {
    web = await openWeb();
  });
  afterAll(() => web.close());

  it('names a need by its title and a town by its name, and leads to them', async () => {
    const town = await buildTown(roomOf(web));
    const [place] = await web.db.rows<{ slug: string; name: string }>('select slug, name_ro as name from hometowns.place where code = $1', [town.placeCode]); // prettier-ignore
    const [by] = town.members;
    await web.get(NeighboursService).join({ placeCode: town.placeCode, roll: 'resident' }, by!);
    const id = newId<'TownNeed'>();
    const need = {
      id,
      placeCode: town.placeCode,
      lang: 'ro',
      title: 'Pod peste pârâu',
      why: 'Copiii trec prin apă.',
    } as const;
    await web.get(BoardService).propose(need, by!);
    const operator = await Visitor.enter(web, town.operators[0]);
    const ofNeed = (await operator.see(`/ro/operator/log?search=town-need:${id}`)).html;
    expect(ofNeed).toContain(`<a href="/ro/t/${place!.slug}/needs/${id}">Pod peste pârâu</a>`);
    expect((await operator.see('/ro/operator/log?search=neighbour.joined')).html).toContain(place!.name);
  });
});
