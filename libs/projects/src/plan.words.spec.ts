import { describe, expect, it } from '@jest/globals';
import { wordsBefore } from './plan.words.js';
import type { ProjectPlan } from './project.plan.js';

const ro = (text: string) => ({ original: 'ro' as const, ro: text });
const project = { title: ro('Lumină'), summary: ro('Scurt'), why: ro('De ce'), peopleServed: 90, maintainer: ro('Primăria'), maintenancePayer: null }; // prettier-ignore
const plan = { project, lines: [{ id: 'l1', name: ro('Stâlpi noi') }], milestones: [{ id: 'm1', name: ro('Montajul') }] } as unknown as ProjectPlan; // prettier-ignore

describe('the words of a plan before it was corrected', () => {
  it('are those of today where nothing was', () => {
    const { names, ...words } = wordsBefore(plan, []);
    expect(words).toEqual(project);
    expect([...names]).toEqual([
      ['l1', ro('Stâlpi noi')],
      ['m1', ro('Montajul')],
    ]);
  });

  it('are what stood before the oldest correction of each field, also nothing', () => {
    const words = wordsBefore(plan, [
      { section: 'place', field: '/title', before: ro('Lumina') },
      { section: 'maintenance', field: '/maintainer', before: null },
      { section: 'budget', field: '/lines/l1/name', before: ro('Stâlpi') },
      { section: 'stages', field: '/milestones/m1/name', before: ro('Montaj') },
      { section: 'place', field: '/title', before: ro('Lum') },
      { section: 'place', field: '/peopleServed', before: 80 },
    ]);
    expect(words).toMatchObject({ title: ro('Lum'), maintainer: null, peopleServed: 80, why: ro('De ce') });
    expect([...words.names.values()]).toEqual([ro('Stâlpi'), ro('Montaj')]);
  });
});
