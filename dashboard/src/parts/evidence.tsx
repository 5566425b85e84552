// Evidence of mentions: what was captured when, its hash, what has changed since, and the way to the files.
// Sentences of a page and addresses are hostile: they stay text.

import { useMemo, useState } from 'react';
import type { Evidence, EvidencePage } from '../api.gen.ts';
import { sendJson, withQuery } from '../lib/api.ts';
import { useI18n } from '../lib/i18n.tsx';
import { refresh, useQuery } from '../lib/query.ts';
import { useCanAct } from '../lib/session.tsx';
import { useToasts } from '../lib/toast.tsx';
import { Time } from './marks.tsx';
import { Block } from './page.tsx';

const MAX_LISTED = 100;
const SHORT_HASH = 12;
const SHOWN_PACKS = 4;
const PICTURE = 'screenshot.png';
const LOOK_AGAIN_MS = [4000, 12_000];

/** Packs by mention, newest first, of a story or an incident. */
export function useEvidence(of: { storyId: string } | { incidentId: string }): ReadonlyMap<string, Evidence[]> {
  const query = useQuery<EvidencePage>(withQuery('/api/evidence', { ...of, limit: MAX_LISTED }));
  const items = query.data?.items;
  return useMemo(() => {
    const byMention = new Map<string, Evidence[]>();
    for (const pack of items ?? []) byMention.set(pack.mentionId, [...(byMention.get(pack.mentionId) ?? []), pack]);
    return byMention;
  }, [items]);
}

/** Under a mention: its newest pack and what may be done. Nothing for viewers while there is no pack. */
export function MentionEvidence(props: { mentionId: string; packs: Evidence[] }) {
  const { t } = useI18n();
  const canAct = useCanAct();
  const { mentionId, packs } = props;
  const [newest] = packs;
  if (!newest && !canAct) return null;
  return (
    <section className="evidence" aria-label={t('evidence.title')} data-testid="mention-evidence">
      {newest && <Pack pack={newest} />}
      <div className="evidence-acts">
        {packs.length > 1 && <span className="quiet small">{t('evidence.packs', { n: packs.length })}</span>}
        {canAct && <AskButton mentionId={mentionId} />}
        {canAct && newest && <DownloadLink of={{ mentionId }} label={t('evidence.download')} />}
      </div>
    </section>
  );
}

/** All packs of an incident, the newest of each mention first. */
export function IncidentEvidence(props: { incidentId: string; byMention: ReadonlyMap<string, Evidence[]> }) {
  const { t } = useI18n();
  const canAct = useCanAct();
  const [isOpen, setIsOpen] = useState(false);
  const newest = [...props.byMention.values()].flatMap((packs) => packs.slice(0, 1));
  return (
    <Block title={t('evidence.title')} hint={t('evidence.hint')}>
      {newest.length === 0 && <p className="quiet">{t('evidence.none')}</p>}
      <ul className="evidence-list" data-testid="incident-evidence">
        {newest.slice(0, isOpen ? undefined : SHOWN_PACKS).map((pack) => (
          <li key={pack.id}>
            <Pack pack={pack} hasAddress />
          </li>
        ))}
      </ul>
      {newest.length > SHOWN_PACKS && (
        <button type="button" className="link-button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? t('action.less') : t('evidence.more', { n: newest.length - SHOWN_PACKS })}
        </button>
      )}
      {canAct && newest.length > 0 && <DownloadLink of={{ incidentId: props.incidentId }} label={t('evidence.all')} />}
    </Block>
  );
}

function Pack(props: { pack: Evidence; hasAddress?: boolean }) {
  const { t, format } = useI18n();
  const { pack } = props;
  const { change, error, outcome, checks } = pack;
  const file = pack.files.find(({ name }) => name === PICTURE) ?? pack.files[0];
  return (
    <div className="evidence-pack">
      <Thumbnail pack={pack} />
      <div className="evidence-facts">
        <p>
          <strong>{t('evidence.title')}</strong>{' '}
          <time dateTime={new Date(pack.capturedAt).toISOString()}>{format.full(pack.capturedAt)}</time>{' '}
          <State pack={pack} />
        </p>
        {props.hasAddress && pack.url && <p className="evidence-address quiet small">{pack.url}</p>}
        {file && (
          <p className="quiet small">
            {t('evidence.hash')} <code title={`${file.name}: ${file.sha256}`}>{file.sha256.slice(0, SHORT_HASH)}…</code>
            {outcome === 'ok' && checks.lastAt !== null && (
              <>
                {' · '}
                {t('evidence.unchanged')}, {t('evidence.lastLook')} <Time at={checks.lastAt} />
              </>
            )}
          </p>
        )}
        {error && <p className="quiet small">{error}</p>}
        {change && <Sentences removed={change.removed} added={change.added} />}
      </div>
    </div>
  );
}

function State(props: { pack: Evidence }) {
  const { t } = useI18n();
  const { change, outcome } = props.pack;
  if (change) return <span className="tag tag-threat">{t(`evidence.state.${change.kind}`)}</span>;
  if (outcome === 'ok') return null;
  return (
    <span className="tag">{t(outcome === 'unwritable' ? 'evidence.outcome.unwritable' : `outcome.${outcome}`)}</span>
  );
}

function Sentences(props: { removed: string[]; added: string[] }) {
  const { t } = useI18n();
  if (props.removed.length + props.added.length === 0) return null;
  return (
    <dl className="evidence-change small">
      {props.removed.length > 0 && <dt>{t('evidence.removed')}</dt>}
      {props.removed.map((sentence) => (
        <dd key={sentence}>
          <del>{sentence}</del>
        </dd>
      ))}
      {props.added.length > 0 && <dt>{t('evidence.added')}</dt>}
      {props.added.map((sentence) => (
        <dd key={sentence}>
          <ins>{sentence}</ins>
        </dd>
      ))}
    </dl>
  );
}

/** Pictures are unmasked: viewers see that there is one, and no more. */
function Thumbnail(props: { pack: Evidence }) {
  const { t } = useI18n();
  const canAct = useCanAct();
  const hasPicture = props.pack.files.some(({ name }) => name === PICTURE);
  const address = `/api/evidence/${encodeURIComponent(props.pack.id)}/files/${PICTURE}`;
  if (!hasPicture || !canAct)
    return <span className="evidence-thumb">{t(hasPicture ? 'evidence.picture' : 'evidence.noPicture')}</span>;
  return (
    <a className="evidence-thumb" href={address} download title={t('evidence.picture')}>
      <img src={address} alt={t('evidence.picture')} loading="lazy" />
    </a>
  );
}

function AskButton(props: { mentionId: string }) {
  const { t } = useI18n();
  const toasts = useToasts();
  const ask = async () => {
    try {
      await sendJson('POST', '/api/evidence', { mentionId: props.mentionId });
      toasts.say(t('evidence.asked'));
      // The live line tells as well; a page without one looks by itself.
      for (const pauseMs of LOOK_AGAIN_MS) setTimeout(() => refresh('/api/evidence'), pauseMs);
    } catch (error) {
      toasts.fail(error);
    }
  };
  return (
    <button type="button" className="button" data-testid="evidence-ask" onClick={ask}>
      {t('evidence.ask')}
    </button>
  );
}

function DownloadLink(props: { of: Record<string, string>; label: string }) {
  return (
    <a className="button" data-testid="evidence-download" href={withQuery('/api/evidence/export', props.of)} download>
      {props.label}
    </a>
  );
}
