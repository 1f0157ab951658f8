/** The ways to begin, from loose to strict. */
export const presetNames = ['relaxed', 'balanced', 'strict'] as const;
export type PresetName = (typeof presetNames)[number];
