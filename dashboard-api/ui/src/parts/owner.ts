/** A team in words; money and GPUs that no ownership rule matches have none. */
export function teamName(team: string): string {
  return team === '-' || team === 'unattributed' ? 'No owner' : team;
}
