import type { Pledge } from '#libs/pledges/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import type { ProjectFace } from '../projects/project.faces.js';
import { giftFormPage } from './gift-form.view.js';
import { Shortfall } from './give-fields.view.js';

interface ChoiceView {
  readonly face: ProjectFace;
  readonly form: Form;
  /** "?token=…" for whoever came by a link, else "". */
  readonly query: string;
}

/** The choice of the giving form once more, with what was chosen. */
export function choicePage(reading: Reading, { id, ref }: Pledge, { face, form, query }: ChoiceView): Page {
  const { say, date } = reading;
  const closes = face.plan.campaign.closesOn ?? face.now;
  return giftFormPage(reading, {
    ...{ ref, path: `/gift/${id}`, query, at: 'choice', form },
    title: say('gift.choice.title', { ref }),
    lead: say('gift.choice.lead', { date: date(closes) }),
    fields: <Shortfall form={form} face={face} />,
  });
}
