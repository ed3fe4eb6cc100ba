import { useStatus } from '../api/queries';
import { useScope } from '../context';
import { Menu } from '../parts/basics';
import { Icon } from '../parts/icon';
import { setView } from '../url/state';

/** The currency that amounts are told in; there only where exchange rates are configured. */
export function CurrencyPicker() {
  const { view, asOf } = useScope();
  const choices = useStatus(asOf).data?.currencies?.choices ?? [];
  if (choices.length === 0) return null;
  const options = [['', 'As billed', 'Each amount in the currency it came in'], ...choices.map((c, i) => [c, c, i === 0 ? 'The currency of own books' : 'By the configured exchange rates'])] as const;
  return (
    <Menu label={view.into ? `Currency ${view.into}` : 'Currency as billed'} button={<><span className="label wide">Currency</span>{view.into || 'As billed'}<Icon name="down" className="caret" /></>}>
      {(close) => options.map(([code, name, says]) => (
        <button key={code} type="button" className="option" data-selected={code === view.into} aria-pressed={code === view.into} onClick={() => { setView({ into: code ?? '' }); close(); }}>
          <span className="tick">{code === view.into ? <Icon name="check" size={16} /> : null}</span>
          <span>{name}<span className="says">{says}</span></span>
        </button>
      ))}
    </Menu>
  );
}
