import { useEffect, useState } from 'react';
import { useScope } from '../context';
import { Menu } from '../parts/basics';
import { Icon } from '../parts/icon';
import { addDays } from '../money/time';
import { NAMED, type Period, resolve, shift } from '../url/period';
import { setView } from '../url/state';

/** Named periods, months back and forth, and a range of days; Alt with arrows steps, 1 to 5 choose in the menu. */
export function PeriodPicker() {
  const { period, today } = useScope();
  const earlier = shift(period, -1, today);
  const later = shift(period, 1, today);

  useEffect(() => {
    const press = (e: KeyboardEvent) => {
      if (!e.altKey || (e.key !== 'ArrowLeft' && e.key !== 'ArrowRight')) return;
      const next = e.key === 'ArrowLeft' ? earlier : later;
      if (!next) return;
      e.preventDefault();
      setView({ period: next });
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [earlier, later]);

  return (
    <span className="stepper" role="group" aria-label="Period">
      <button type="button" className="icon-button wide" aria-label="Earlier period" title="Earlier (Alt and left arrow)" disabled={!earlier} onClick={() => earlier && setView({ period: earlier })}><Icon name="left" size={16} /></button>
      <Menu label={`Period: ${period.label}`} button={<><span className="wide" ><Icon name="calendar" size={16} /></span><span className="wide">{period.label}</span><span className="narrow">{short(period.label)}</span></>}>
        {(close) => <Choices period={period} today={today} close={close} />}
      </Menu>
      <button type="button" className="icon-button wide" aria-label="Later period" title="Later (Alt and right arrow)" disabled={!later} onClick={() => later && setView({ period: later })}><Icon name="right" size={16} /></button>
    </span>
  );
}

/** October 2026 as Oct 2026, for the bar of a phone. */
function short(label: string): string {
  return label.replace(/^([A-Z][a-z]{2})[a-z]+ (\d{4})$/, '$1 $2');
}

function Choices({ period, today, close }: { period: Period; today: string; close: () => void }) {
  const [start, setStart] = useState(period.start);
  const [last, setLast] = useState(addDays(period.end, -1));
  const choose = (text: string) => {
    setView({ period: text });
    close();
  };
  const press = (e: React.KeyboardEvent) => {
    const item = NAMED.find((n) => n.key === e.key);
    if (!item || (e.target as HTMLElement).tagName === 'INPUT') return;
    e.preventDefault();
    choose(item.text);
  };
  return (
    <div onKeyDown={press}>
      {NAMED.map((n) => {
        const on = n.text === period.text;
        return (
          <button key={n.text} type="button" className="option" data-selected={on} aria-pressed={on} onClick={() => choose(n.text)}>
            <span className="tick">{on ? <Icon name="check" size={16} /> : null}</span>
            <span>{n.name}<span className="says">{resolve(n.text, today).label}</span></span>
            <kbd>{n.key}</kbd>
          </button>
        );
      })}
      <hr />
      <form className="group" onSubmit={(e) => { e.preventDefault(); if (start <= last) choose(`${start}..${last}`); }}>
        <div className="row-of-fields" style={{ gap: 8, gridTemplateColumns: '1fr 1fr' }}>
          <div className="field"><label htmlFor="from-day">From</label><input id="from-day" className="input" type="date" value={start} max={today} onChange={(e) => setStart(e.target.value)} required /></div>
          <div className="field"><label htmlFor="to-day">To, that day included</label><input id="to-day" className="input" type="date" value={last} min={start} onChange={(e) => setLast(e.target.value)} required aria-invalid={start > last} /></div>
        </div>
        <button type="submit" className="button small" style={{ justifySelf: 'start' }}>Show these days</button>
      </form>
    </div>
  );
}
