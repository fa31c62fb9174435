import { afterAll, describe, expect, it } from '@jest/globals';
import { sayIn } from '#libs/platform/src/index.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

const say = sayIn('ru');

describe('who runs Plai', () => {
  const webs: Web[] = [];
  afterAll(() => Promise.all(webs.map((web) => web.close())));
  const about = async (env: Record<string, string> = {}) => {
    const web = await openWeb({ env });
    webs.push(web);
    return (await web.fetch('/ru/about')).text();
  };

  it('is said as the operator says it, with who takes over', async () => {
    const html = await about({ OPERATOR: 'Asociația <Plai>, IDNO 1026620000000', SUCCESSOR: 'Fundația Urmașii' });
    expect(html).toContain('<p>Asociația &lt;Plai>, IDNO 1026620000000</p>');
    expect(html).toContain('<p>Fundația Urmașii</p>');
    expect(html).not.toContain(say('operator.name'));
    expect(html).not.toContain(say('operator.successor'));
  });

  it('stands out as missing in a demonstration', async () => {
    const html = await about();
    expect([html.includes(say('operator.name')), html.includes(say('operator.successor'))]).toEqual([true, true]);
  });
});
