import type { Conversion } from '../api/answers';
import { exact } from '../money/format';
import { day } from '../money/time';
import { Mark, Menu } from './basics';
import { Icon } from './icon';

/** What an answer was converted by: how many rates, what has none, and all of it in a popover. */
export function RatesUsed({ conversion }: { conversion: Conversion | undefined }) {
  if (!conversion) return null;
  const left = Object.entries(conversion.unconverted);
  const words = ratesWords(conversion);
  return (
    <Menu label={`Exchange rates: ${words}`} atEnd button={<><Icon name={left.length > 0 ? 'warning' : 'check'} size={16} />{words}</>}>
      {() => (
        <div className="group rates">
          <strong>Converted into {conversion.currency}</strong>
          <span className="muted small">Rates of purpose {conversion.purpose.replace('-', ' ')}</span>
          {conversion.rates.length === 0 ? <p className="small">Nothing had to be converted.</p> : (
            <ul className="plain small" aria-label="Rates used">
              {conversion.rates.map((r) => (
                <li key={`${r.from}${r.firstDay}${r.rate}`}>
                  <strong>{r.from}</strong> x {r.rate} <span className="muted">from {day(r.firstDay)}{r.lockedBy ? `, locked by the close of ${r.lockedBy}` : ''}</span>
                </li>
              ))}
            </ul>
          )}
          {left.length > 0 ? (
            <>
              <hr />
              <strong>Without a rate</strong>
              <ul className="plain small" aria-label="Amounts without a rate">
                {left.map(([currency, amount]) => <li key={currency}>{exact(amount)} {currency}</li>)}
              </ul>
              {conversion.missing.slice(0, 5).map((reason) => <span className="muted small" key={reason}>{reason}</span>)}
              {conversion.missing.length > 5 ? <span className="muted small">and {conversion.missing.length - 5} more</span> : null}
            </>
          ) : null}
        </div>
      )}
    </Menu>
  );
}

/** In short: how many rates, and which currencies stay what they are. */
export function ratesWords(conversion: Conversion): string {
  const left = Object.keys(conversion.unconverted);
  const rates = conversion.rates.length === 1 ? '1 rate' : `${conversion.rates.length} rates`;
  return left.length > 0 ? `${rates}, ${left.join(', ')} not converted` : rates;
}

/** A line under figures that do not hold everything, because a rate is missing. */
export function NotConverted({ conversion }: { conversion: Conversion | undefined }) {
  const left = Object.entries(conversion?.unconverted ?? {});
  if (!conversion || left.length === 0) return null;
  return (
    <p className="small" role="status">
      <Mark kind="risk">Incomplete</Mark> Not in these figures, for want of an exchange rate: {left.map(([currency, amount]) => `${exact(amount)} ${currency}`).join(', ')}. Add the rates to the configuration.
    </p>
  );
}
