import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import type { ProjectFace } from '../projects/project.faces.js';

/** Asks before letters stop. */
export function unfollowPage({ say }: Reading): Page {
  const body = (
    <div class="wrap narrow sect stack">
      <h1 class="h-page">{say('unfollow.title')}</h1>
      <p class="lead">{say('unfollow.lead')}</p>
      <form method="post">
        <button class="btn">{say('unfollow.button')}</button>
      </form>
    </div>
  );
  return page({ title: say('unfollow.title'), index: false, body });
}

/** Letters have stopped. */
export function unfollowedPage({ say, href }: Reading, face: ProjectFace): Page {
  const body = (
    <div class="wrap narrow sect stack">
      <h1 class="h-page">{say('unfollow.done')}</h1>
      <p class="lead">{say('follow.stopped')}</p>
      <p>
        <a href={href(face.path)}>
          <Written text={face.plan.project.title} />
        </a>
      </p>
    </div>
  );
  return page({ title: say('unfollow.done'), index: false, body });
}
