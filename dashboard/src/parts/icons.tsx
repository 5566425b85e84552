// The few drawn signs of the navigation. Decorative: the word always stands beside them.

const PATHS = {
  today: 'M3 12h4l2.5-6 4 12 2.5-8 1.5 2H21',
  inbox: 'M4 5h16v14H4zM4 14h4.5l1.5 2.5h4l1.5-2.5H20',
  incidents: 'M12 4 21 19.5H3zM12 10v4M12 16.8v.2',
  watches:
    'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6',
  searches: 'M10.5 4.5a6 6 0 1 1 0 12 6 6 0 0 1 0-12M15 15l5 5M8 10.5h5',
  learning: 'M12 5 2.5 9.5 12 14l9.5-4.5zM6.5 11.5v4.5c1.5 1.6 3.4 2.4 5.5 2.4s4-.8 5.5-2.4v-4.5',
  sources: 'M5 19V9M10 19V5M15 19v-7M20 19V8',
} as const;

export function Icon(props: { name: keyof typeof PATHS }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
      <path d={PATHS[props.name]} />
    </svg>
  );
}

export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" />
      <path d="M6 18h5l3-8 4 13 3-9 2 4h3" />
    </svg>
  );
}
