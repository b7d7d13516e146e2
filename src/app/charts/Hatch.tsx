interface HatchProps {
  readonly id: string;
  readonly color: string;
  /** Which of the patterns: rising, falling, level, upright. */
  readonly index: number;
}

const anglesDegrees = [45, -45, 0, 90];

/** A fill that can be told from its neighbours without seeing its colour. */
export function Hatch({ id, color, index }: HatchProps) {
  const angle = anglesDegrees[index % anglesDegrees.length] ?? 0;
  return (
    <pattern
      id={id}
      width="6"
      height="6"
      patternUnits="userSpaceOnUse"
      patternTransform={`rotate(${String(angle)})`}
    >
      <rect width="6" height="6" fill={color} opacity="0.28" />
      <rect width="6" height="1.6" fill={color} opacity="0.75" />
    </pattern>
  );
}
