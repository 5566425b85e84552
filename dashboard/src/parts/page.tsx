// The frame of one page: its heading is also the document's title and the place that focus goes to after navigation.

import { type ReactNode, useEffect, useRef } from 'react';

export function Page(props: { title: string; lead?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${props.title} · itibar`;
  }, [props.title]);
  useEffect(() => {
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className="page">
      <header className="page-head">
        <div className="page-title">
          <h1 ref={heading} tabIndex={-1}>
            {props.title}
          </h1>
          {props.lead && <div className="page-lead">{props.lead}</div>}
        </div>
        {props.actions && <div className="page-actions">{props.actions}</div>}
      </header>
      {props.children}
    </div>
  );
}

/** A titled block of a page. */
export function Block(props: {
  title: string;
  hint?: ReactNode;
  aside?: ReactNode;
  className?: string;
  testId?: string;
  children: ReactNode;
}) {
  return (
    <section className={`block ${props.className ?? ''}`} data-testid={props.testId}>
      <header className="block-head">
        <h2>{props.title}</h2>
        {props.aside && <div className="block-aside">{props.aside}</div>}
      </header>
      {props.hint && <p className="block-hint">{props.hint}</p>}
      {props.children}
    </section>
  );
}
