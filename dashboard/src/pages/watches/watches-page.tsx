// İzleme: what is watched, how much it brings, and the form that adds or changes a watch (?new=1, ?edit=ID),
// and the same for brands (?addBrand=1, ?editBrand=ID).

import { Link } from 'wouter';
import type { Brand, Watch } from '../../api.gen.ts';
import { withQuery } from '../../lib/api.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { useQuery } from '../../lib/query.ts';
import { useCanAct } from '../../lib/session.tsx';
import { useHref, useParams } from '../../lib/url.ts';
import { Page } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { BrandForm } from './brand-form.tsx';
import { WatchCard } from './watch-card.tsx';
import { WatchForm } from './watch-form.tsx';

export function WatchesPage() {
  const { t, format } = useI18n();
  const { get, set } = useParams();
  const href = useHref();
  const canAct = useCanAct();
  const query = useQuery<Watch[]>(withQuery('/api/watches', { brandId: get('brand') }));
  const editId = get('edit');
  const edited = query.data?.find((watch) => watch.id === editId);
  const brands = useQuery<Brand[]>('/api/brands').data ?? [];
  const editedBrand = brands.find((brand) => brand.id === get('editBrand'));
  const close = () => set({ new: null, edit: null, addBrand: null, editBrand: null });
  if (canAct && (get('addBrand') || editedBrand)) {
    const title = editedBrand ? t('watch.editTitle', { name: editedBrand.name }) : t('brand.add');
    return (
      <Page key="brand" title={title} lead={<Back />}>
        <BrandForm brand={editedBrand} onDone={close} />
      </Page>
    );
  }
  if (canAct && get('new')) {
    return (
      <Page key="new" title={t('watch.add')} lead={<Back />}>
        <WatchForm watch={null} onDone={close} />
      </Page>
    );
  }
  if (canAct && edited) {
    return (
      <Page key={edited.id} title={t('watch.editTitle', { name: edited.name })} lead={<Back />}>
        <WatchForm watch={edited} onDone={close} />
      </Page>
    );
  }
  return (
    <Page
      key="list"
      title={t('nav.watches')}
      lead={t('watches.lead')}
      actions={
        canAct && (
          <Link href={href('/watches?new=1')} className="button button-main" data-testid="add-watch">
            {t('watch.add')}
          </Link>
        )
      }
    >
      {canAct && brands.length > 0 && <Brands brands={brands} />}
      <Loaded query={query} lines={8}>
        {(watches) =>
          watches.length === 0 ? (
            <Empty title={t('watches.none')}>{t('watches.noneHint')}</Empty>
          ) : (
            <ul className="watch-list">
              {watches
                .toSorted((left, right) => format.compare(left.name, right.name))
                .map((watch) => (
                  <WatchCard key={watch.id} watch={watch} />
                ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}

function Brands(props: { brands: Brand[] }) {
  const { t } = useI18n();
  const href = useHref();
  return (
    <nav className="brands" aria-label={t('brand.all')}>
      <span className="quiet">{t('brand.all')}:</span>
      {props.brands.map((brand) => (
        <Link key={brand.id} href={href(`/watches?editBrand=${brand.id}`)}>
          {brand.name}
        </Link>
      ))}
      <Link href={href('/watches?addBrand=1')} data-testid="add-brand">
        + {t('brand.add')}
      </Link>
    </nav>
  );
}

function Back() {
  const { t } = useI18n();
  const href = useHref();
  return <Link href={href('/watches')}>← {t('nav.watches')}</Link>;
}
