// Crawled text with its marked spans. Text is only ever put on the page as text nodes; nothing here builds markup.

import type { Mention, Preview } from '../api.gen.ts';
import { useI18n } from '../lib/i18n.tsx';
import { cutIntoPieces, type Span } from '../lib/spans.ts';
import { isThreat, SURE } from '../lib/values.ts';

type TypeSpan = NonNullable<Mention['judgement']>['types'][number];

/** Title and text as the offsets of spans count them. */
export function fullText(mention: Pick<Mention, 'title' | 'text'>): string {
  return mention.title === null ? mention.text : `${mention.title}\n${mention.text}`;
}

function Label(props: { span: TypeSpan }) {
  const { t, format } = useI18n();
  const { type, confidence } = props.span;
  return (
    <span className={`mark-label ${isThreat(type) ? '' : 'mark-calm'}`}>
      {t(`type.${type}`)} {format.percent(confidence)}
      {confidence < SURE && <em> {t('unsure')}</em>}
    </span>
  );
}

function Pieces(props: { text: string; spans: TypeSpan[]; from: number; to: number }) {
  return cutIntoPieces(props.text, props.spans, props.from, props.to).map((piece) => {
    if (piece.inside.length === 0) return <span key={piece.start}>{piece.text}</span>;
    const isCalm = piece.inside.every((span) => !isThreat(span.type));
    const isUnsure = piece.inside.every((span) => span.confidence < SURE);
    const className = ['mark', isCalm ? 'mark-calm' : '', isUnsure ? 'mark-unsure' : ''].join(' ');
    return (
      <span key={piece.start}>
        <mark className={className}>{piece.text}</mark>
        {piece.ending.map((span) => (
          <Label key={`${span.type}-${span.start}`} span={span} />
        ))}
      </span>
    );
  });
}

/** A mention's title and text; the sentence that caused each label carries the label and its confidence. */
export function MentionText(props: { mention: Mention }) {
  const { mention } = props;
  const text = fullText(mention);
  const titleEnd = mention.title === null ? 0 : mention.title.length;
  const bodyStart = mention.title === null ? 0 : titleEnd + 1;
  // A span over the whole text would paint everything and point at nothing: those labels stand below as chips.
  const spans = (mention.judgement?.types ?? []).filter((span) => span.end - span.start < text.length * 0.9);
  return (
    <>
      {mention.title !== null && (
        <p className="mention-title">
          <Pieces text={text} spans={spans} from={0} to={titleEnd} />
        </p>
      )}
      <p className="mention-text">
        <Pieces text={text} spans={spans} from={bodyStart} to={text.length} />
      </p>
    </>
  );
}

/** Where a query matched, cut to the surroundings of the first hit. */
export function HitText(props: { hit: Pick<Preview['hits'][number], 'mention' | 'spans'> }) {
  const text = fullText(props.hit.mention);
  const first = props.hit.spans[0]?.start ?? 0;
  const from = Math.max(0, first - 60);
  const to = Math.min(text.length, first + 180);
  return (
    <span className="hit-text">
      {from > 0 && '… '}
      {cutIntoPieces<Span>(text, props.hit.spans, from, to).map((piece) =>
        piece.inside.length > 0 ? (
          <mark key={piece.start} className="hit">
            {piece.text}
          </mark>
        ) : (
          <span key={piece.start}>{piece.text}</span>
        ),
      )}
      {to < text.length && ' …'}
    </span>
  );
}
