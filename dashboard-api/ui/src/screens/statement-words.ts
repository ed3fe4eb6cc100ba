import { stateWord } from '../parts/states';

/** A state's word where the component is a state, else the name of the rule or part. */
export function componentWord(component: string): string {
  if (component === 'direct') return 'Direct';
  const word = stateWord(component);
  return word === component ? component.charAt(0).toUpperCase() + component.slice(1) : word;
}
