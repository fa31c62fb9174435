import { Controller, Get, Post, UseGuards } from '@nestjs/common';
import { PledgesQueries, PublicWordsService, type WordsToRead } from '#libs/pledges/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { WordsForm } from './words.requests.js';
import { type Named, wordsPage } from './words.view.js';

/** The operator reads what donors wrote for everybody: what waits, or one gift by its reference. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator/words')
export class WordsPages {
  constructor(
    private readonly words: PublicWordsService,
    private readonly pledges: PledgesQueries,
    private readonly projects: ProjectsQueries,
  ) {}

  @Get()
  async show(@Read() reading: Reading): Promise<Page> {
    return this.shown(reading, Form.blank());
  }

  @Post()
  judge(@Read() reading: Reading, @FormOf(WordsForm) form: Form<WordsForm>): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ gifts }) => {
        const judged = gifts.map(({ id, hide = null, digest }) => ({ pledgeId: id, hide, digest }));
        await this.words.judge(judged, reading.person());
        return seeOther(reading.href('/operator/words?done=words'));
      },
      (again) => this.shown(reading, again),
    );
  }

  private async shown(reading: Reading, form: Form): Promise<Page> {
    const ref = reading.query.get('ref')?.trim().slice(0, 40) ?? '';
    const found = ref ? await this.pledges.byRef(ref) : null;
    const one = found && (await this.words.of(found.id));
    const list = ref ? (one ? [one] : []) : await this.words.waiting();
    return wordsPage(reading, { ref, form, list: await this.named(reading, list) });
  }

  private async named(reading: Reading, list: readonly WordsToRead[]): Promise<Named[]> {
    const ids = [...new Set(list.map(({ projectId }) => projectId))];
    const projects = await Promise.all(ids.map((id) => this.projects.find(id)));
    const titles = new Map(projects.map((project) => [project?.id, project ? reading.text(project.title).text : '']));
    return list.map((words) => ({ ...words, project: titles.get(words.projectId) ?? '' }));
  }
}
