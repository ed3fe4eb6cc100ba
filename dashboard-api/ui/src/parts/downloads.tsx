import { address } from '../api/client';
import { Menu } from './basics';
import { Icon } from './icon';

const FORMS = [
  { format: 'csv', name: 'CSV', says: 'every digit, for programs' },
  { format: 'xlsx', name: 'Excel', says: 'numbers, with notes and proof' },
  { format: 'pdf', name: 'PDF', says: 'pages to send out' },
  { format: 'parquet', name: 'Parquet', says: 'the main table, for data tools' },
] as const;

/** A report to keep, in the form that the reader chooses. */
export function Downloads({ kind, name, query, words = 'Export' }: { kind: string; /** Of the file, without its ending. */ name: string; query: Record<string, string | undefined>; words?: string }) {
  return (
    <Menu label={`${words}: choose a form`} className="button" atEnd button={<><Icon name="download" size={16} />{words}<Icon name="down" className="caret" /></>}>
      {(close) =>
        FORMS.map(({ format, name: form, says }) => (
          <a key={format} className="option" href={address(`/reports/${kind}`, { ...query, format })} download={`${name}.${format}`} onClick={() => setTimeout(close, 0)}>
            {form}<span className="end muted small">{says}</span>
          </a>
        ))
      }
    </Menu>
  );
}
