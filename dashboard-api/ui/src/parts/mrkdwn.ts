/** Slack's mrkdwn as a tree: the part of it that messages use, read as Slack reads it. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; parts: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; url: string; text: string }
  | { kind: 'mention'; text: string };

export type Block =
  | { kind: 'paragraph'; parts: Inline[] }
  | { kind: 'pre'; text: string }
  | { kind: 'quote'; parts: Inline[] };

export function parseMrkdwn(text: string): Block[] {
  const blocks: Block[] = [];
  const pieces = text.split('```');
  pieces.forEach((piece, i) => {
    if (i % 2 === 1 && i < pieces.length - 1) {
      blocks.push({ kind: 'pre', text: unescape(piece.replace(/^\n/, '').replace(/\n$/, '')) });
      return;
    }
    const rest = i % 2 === 1 ? `\`\`\`${piece}` : piece;
    blocks.push(...lines(i === 0 ? rest : rest.replace(/^\n/, '')));
  });
  return blocks;
}

function lines(text: string): Block[] {
  const blocks: Block[] = [];
  let kind: 'paragraph' | 'quote' | undefined;
  let buffer: string[] = [];
  const flush = () => {
    if (kind && buffer.join('').trim() !== '') blocks.push({ kind, parts: parseInline(buffer.join('\n')) });
    buffer = [];
  };
  for (const line of text.split('\n')) {
    const quoted = /^(?:&gt;|>) ?/.exec(line);
    const next = quoted ? 'quote' : 'paragraph';
    if (next !== kind) {
      flush();
      kind = next;
    }
    buffer.push(quoted ? line.slice(quoted[0].length) : line);
  }
  flush();
  return blocks;
}

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

function parseInline(text: string): Inline[] {
  const parts: Inline[] = [];
  let plain = '';
  const flush = () => {
    if (plain) parts.push({ kind: 'text', text: unescape(plain) });
    plain = '';
  };
  for (let i = 0; i < text.length; ) {
    const c = text[i]!;
    const before = i === 0 ? ' ' : text[i - 1]!;
    if (c === '`') {
      const end = text.indexOf('`', i + 1);
      if (end > i + 1) {
        flush();
        parts.push({ kind: 'code', text: unescape(text.slice(i + 1, end)) });
        i = end + 1;
        continue;
      }
    } else if (c === '<') {
      const end = text.indexOf('>', i + 1);
      if (end > i + 1) {
        flush();
        parts.push(angled(text.slice(i + 1, end)));
        i = end + 1;
        continue;
      }
    } else if ((c === '*' || c === '_' || c === '~') && !/\w/.test(before)) {
      const end = closing(text, i, c);
      if (end > 0) {
        flush();
        parts.push({ kind: MARKS[c], parts: parseInline(text.slice(i + 1, end)) });
        i = end + 1;
        continue;
      }
    }
    plain += c;
    i += 1;
  }
  flush();
  return parts;
}

/** A mark closes on its own line, after a character that is no space and before one that is no word. */
function closing(text: string, start: number, mark: string): number {
  if (/\s/.test(text[start + 1] ?? ' ')) return -1;
  for (let i = start + 1; i < text.length && text[i] !== '\n'; i += 1) {
    if (text[i] === mark && !/\s/.test(text[i - 1]!) && i > start + 1 && !/\w/.test(text[i + 1] ?? ' ')) return i;
  }
  return -1;
}

function angled(inside: string): Inline {
  const [target = '', label] = inside.split('|');
  if (target.startsWith('@')) return { kind: 'mention', text: label ? unescape(label) : target };
  if (target.startsWith('#')) return { kind: 'mention', text: `#${label ? unescape(label) : target.slice(1)}` };
  if (target.startsWith('!')) {
    if (target.startsWith('!date')) return { kind: 'text', text: unescape(label ?? '') };
    return { kind: 'mention', text: label ? unescape(label) : `@${target.slice(1).replace(/^subteam\^/, '')}` };
  }
  return { kind: 'link', url: unescape(target), text: unescape(label ?? target) };
}

function unescape(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

const EMOJI: Record<string, string> = { warning: '\u26a0\ufe0f', rotating_light: '\u{1f6a8}', fire: '\u{1f525}', moneybag: '\u{1f4b0}', white_check_mark: '\u2705', hourglass: '\u231b', red_circle: '\u{1f534}', large_yellow_circle: '\u{1f7e1}', large_orange_circle: '\u{1f7e0}', bell: '\u{1f514}', chart_with_upwards_trend: '\u{1f4c8}' };

export function emoji(text: string): string {
  return text.replace(/:([a-z_]+):/g, (whole, name: string) => EMOJI[name] ?? whole);
}
