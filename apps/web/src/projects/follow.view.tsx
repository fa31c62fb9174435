import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import type { ProjectFace } from './project.faces.js';

/** Asks whether letters about a project are wanted. */
export function followPage({ say, href }: Reading, face: ProjectFace): Page {
  const body = (
    <div class="wrap narrow sect stack">
      <h1 class="h-page">{say('follow.start')}</h1>
      <p class="lead">
        <Written text={face.plan.project.title} />
      </p>
      <p>{say('project.follow-lead')}</p>
      <form method="post" class="row">
        <button class="btn">{say('follow.start')}</button>
        <a class="btn line" href={href(face.path)}>
          {say('giving.see-project')}
        </a>
      </form>
    </div>
  );
  return page({ title: say('follow.start'), index: false, body });
}
