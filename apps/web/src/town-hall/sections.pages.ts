import { Controller, Get, Param, Post } from '@nestjs/common';
import { civilDate, refuse } from '#libs/kernel/src/index.js';
import { BodiesQueries, PlacesQueries } from '#libs/hometowns/src/index.js';
import { Clock, Files } from '#libs/platform/src/index.js';
import { EditionsQueries } from '#libs/programmes/src/index.js';
import {
  CorrectionsService,
  DraftsService,
  isLiving,
  PartnersQueries,
  type Project,
  ProjectFileQueries,
  ProjectIncomplete,
  type Section,
  SECTIONS,
  type Typed,
} from '#libs/projects/src/index.js';
import { FormOf, Read } from '../edge/decorators.js';
import type { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Offices, type OwnProject } from './offices.js';
import { Papers } from './papers.service.js';
import { formOfSection, typedOfForm } from './section.form.js';
import { SectionForm } from './section.requests.js';
import { sectionPage } from './section.view.js';
import type { SectionView } from './shown-section.js';

const AT = '/:lang(^ro|ru|en$)/town-hall/:body/projects/:project/sections/:section';
type Where = Readonly<Record<'body' | 'project' | 'section', string>>;

/** One section of a project's file: written while it is a draft, corrected in public afterwards. */
@Controller()
export class SectionsPages {
  constructor(
    private readonly offices: Offices,
    private readonly files: ProjectFileQueries,
    private readonly drafts: DraftsService,
    private readonly corrections: CorrectionsService,
    private readonly uploads: Files,
    private readonly papers: Papers,
    private readonly places: PlacesQueries,
    private readonly bodies: BodiesQueries,
    private readonly together: PartnersQueries,
    private readonly editions: EditionsQueries,
    private readonly clock: Clock,
  ) {}

  @Get(AT)
  async show(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    const view = await this.view(reading, where);
    const form = formOfSection(view.saved, view.plan.project.lang);
    return sectionPage(reading, { ...view, form, fresh: true });
  }

  @Post(AT)
  async save(
    @Read() reading: Reading,
    @Param() where: Where,
    @FormOf(SectionForm) form: Form<SectionForm>,
  ): Promise<Page | Redirect> {
    const { plan } = await this.offices.mustOwn(reading, where.body, where.project);
    const section = sectionOf(where);
    const again = async (sent: Form) => sectionPage(reading, { ...(await this.view(reading, where)), form: sent, fresh: false }); // prettier-ignore
    const work = async (input: SectionForm) => {
      const typed = await this.withFiles(reading, section, { input, form });
      const incomplete = await this.keep(reading, plan.project, { section, typed, input });
      if (!incomplete) return seeOther(reading.href(nextOf(where, input)));
      const { gaps, beside } = incomplete;
      const view = { ...(await this.view(reading, where)), form: form.withErrors(beside), fresh: false, gaps };
      return sectionPage(reading, view).refused(422, reading.say('form.error-title', { title: reading.say(`section.${section}`) }));
    }; // prettier-ignore
    return form.submit(reading, work, again);
  }

  /** Saves a draft's section, or corrects a published one; gives what keeps a correction from being taken; null when nothing does. */
  private async keep(
    reading: Reading,
    { id, state }: Project,
    { section, typed, input }: { section: Section; typed: Typed; input: SectionForm },
  ): Promise<ProjectIncomplete | null> {
    const by = reading.person();
    try {
      if (state === 'draft') await this.drafts.save(id, section, typed, by, input.version);
      else await this.corrections.correct(id, section, typed, input.reason ?? '', by);
      return null;
    } catch (error) {
      if (error instanceof ProjectIncomplete) return error;
      throw error;
    }
  }

  private async view(reading: Reading, where: Where): Promise<Omit<SectionView, 'form' | 'fresh'>> {
    const own = await this.offices.mustOwn(reading, where.body, where.project);
    const section = sectionOf(where);
    const file = (await this.files.file(own.plan.project.id))!;
    const saved = file.sections.find(({ name }) => name === section)!;
    const gaps = own.plan.project.state === 'draft' ? file.gaps.filter((gap) => gap.section === section) : [];
    return { ...own, plan: file.plan, section, saved, gaps, ...(await this.around(own)) };
  }

  private async around({
    body,
    plan,
  }: OwnProject): Promise<Pick<SectionView, 'places' | 'associations' | 'editions' | 'partners' | 'names'>> {
    const papers = [...plan.documents, ...plan.photos].map(({ fileId }) => fileId);
    const acts = plan.sources.flatMap(({ act }) => act?.file ?? []);
    const [own, within, associations, open, partners, infos] = await Promise.all([
      this.places.byCode(body.placeCode),
      this.places.within(body.placeCode),
      this.bodies.associationsOf(plan.project.placeCode),
      this.editions.open(civilDate(await this.clock.now())),
      this.together.of(plan.project.id),
      this.uploads.infos([...papers, ...acts]),
    ]);
    const entered = plan.programme && !plan.programme.open ? [plan.programme.edition] : [];
    return {
      places: [own!, ...within],
      associations,
      editions: [...open, ...entered],
      partners: partners.filter(isLiving),
      names: new Map(infos.map(({ id, name }) => [id, name])),
    };
  }

  /** Keeps what came with the form and puts it into the section. */
  private async withFiles(
    reading: Reading,
    section: Section,
    { input, form }: { input: SectionForm; form: Form },
  ): Promise<Typed> {
    const typed = typedOfForm(section, input.data);
    const by = reading.person();
    const keep = (name: string) => this.papers.keep(form, name, by);
    if (section === 'documents') {
      const papers = (await keep('papers')).map((fileId) => ({ fileId, what: input.paperKind ?? 'other', public: 'yes' })); // prettier-ignore
      const photos = (await keep('photos')).map((fileId) => ({ fileId }));
      const old = typed as Typed & Readonly<Record<'documents' | 'photos', readonly Typed[]>>;
      return { ...typed, documents: [...old.documents, ...papers], photos: [...old.photos, ...photos] };
    }
    if (section !== 'funding') return typed;
    const sent = ((input.data?.sources ?? []) as readonly (Typed | undefined)[]).filter(Boolean) as Typed[];
    const sources = sent.map(async (row, index) => ({ ...row, actFile: (await keep(`act.${index}`))[0] ?? row.actFile })); // prettier-ignore
    return { ...typed, sources: await Promise.all(sources) };
  }
}

function sectionOf({ section }: Where): Section {
  const found = SECTIONS.find((one) => one === section);
  if (!found) throw refuse('not-found', 'not-found', 'A file has no such section.');
  return found;
}

function nextOf({ body, project, section }: Where, { then, data = {} }: SectionForm): string {
  const file = `/town-hall/${body}/projects/${project}`;
  if (then === 'file') return file;
  const longest = Math.max(0, ...Object.values(data).map((one) => (Array.isArray(one) ? one.length : 0)));
  return `${file}/sections/${section}?saved=1${then === 'rows' ? `&rows=${longest + 5}` : ''}`;
}
