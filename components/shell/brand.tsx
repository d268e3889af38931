/** A line that goes through: two ends and the way between them. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg viewBox="0 0 20 20" width={size} height={size} fill="none" aria-hidden="true" className="shrink-0">
      <path d="M2.5 14.5h4.2c2.2 0 2.2-9 4.6-9h6.2" stroke="var(--accent)" strokeWidth="2.25" strokeLinecap="round" />
      <circle cx="2.9" cy="14.5" r="1.9" fill="var(--ink)" />
      <circle cx="17.1" cy="5.5" r="1.9" fill="var(--ink)" />
    </svg>
  );
}
