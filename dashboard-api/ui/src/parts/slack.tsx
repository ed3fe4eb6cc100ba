import type { ReactNode } from 'react';
import type { SlackBlock, SlackElement, SlackText } from '../api/messages';
import { instant } from '../money/time';
import { emoji, type Inline, parseMrkdwn } from './mrkdwn';

/** Slack's Block Kit as its clients draw it: header, section with fields, divider, context, actions. */
export function SlackMessage({ blocks, text, at }: { blocks: readonly SlackBlock[]; text: string; at?: string }) {
  return (
    <div className="slack">
      <div className="message">
        <svg className="avatar" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><rect width="32" height="32" fill="#2F5BD3" /><path d="M8 9.500h16M8 16h16M8 22.500h9" stroke="#fff" strokeWidth="2.600" strokeLinecap="round" /><circle cx="23" cy="22.500" r="2.600" fill="#fff" /></svg>
        <div>
          <div className="by"><b>GpuLedger</b><span className="app">APP</span>{at ? <time dateTime={at}>{instant(at)}</time> : null}</div>
          {blocks.length === 0 ? <div className="block">{text}</div> : blocks.map((b, i) => <BlockView key={i} block={b} />)}
        </div>
      </div>
    </div>
  );
}

function BlockView({ block }: { block: SlackBlock }) {
  switch (block.type) {
    case 'header':
      return <div className="block header">{emoji(block.text?.text ?? '')}</div>;
    case 'divider':
      return <hr />;
    case 'section':
      return (
        <div className="block">
          {block.text ? <div className="section"><div className="text"><Text text={block.text} /></div>{block.accessory ? <Element element={block.accessory} /> : null}</div> : null}
          {block.fields ? <div className="fields">{block.fields.map((f, i) => <div key={i}><Text text={f} /></div>)}</div> : null}
        </div>
      );
    case 'context':
      return <div className="block context">{block.elements?.map((e, i) => <Element key={i} element={e} />)}</div>;
    case 'actions':
      return <div className="block actions">{block.elements?.map((e, i) => <Element key={i} element={e} />)}</div>;
    default:
      return <div className="block context">A block of kind {block.type}, which this preview cannot draw.</div>;
  }
}

function Element({ element }: { element: SlackElement }): ReactNode {
  if (element.type === 'button') {
    const label = typeof element.text === 'string' ? element.text : (element.text?.text ?? '');
    const style = element.style === 'primary' ? 'is-primary' : element.style === 'danger' ? 'is-danger' : '';
    return <span className={`slack-button ${style}`} title={element.url ? `Opens ${element.url}` : 'Works in Slack'}>{emoji(label)}</span>;
  }
  if (element.type === 'image') return <span>{element.alt_text}</span>;
  if (element.type === 'mrkdwn' || element.type === 'plain_text') return <div><Text text={{ type: element.type, text: typeof element.text === 'string' ? element.text : (element.text?.text ?? '') }} /></div>;
  return <span>{element.type}</span>;
}

function Text({ text }: { text: SlackText }): ReactNode {
  if (text.type === 'plain_text') return emoji(text.text);
  return parseMrkdwn(text.text).map((b, i) => {
    switch (b.kind) {
      case 'pre':
        return <pre key={i}>{b.text}</pre>;
      case 'quote':
        return <blockquote key={i}><Inlines parts={b.parts} /></blockquote>;
      case 'paragraph':
        return <span key={i}><Inlines parts={b.parts} /></span>;
    }
  });
}

function Inlines({ parts }: { parts: readonly Inline[] }): ReactNode {
  return parts.map((p, i) => {
    switch (p.kind) {
      case 'text':
        return <span key={i}>{emoji(p.text)}</span>;
      case 'bold':
        return <b key={i}><Inlines parts={p.parts} /></b>;
      case 'italic':
        return <i key={i}><Inlines parts={p.parts} /></i>;
      case 'strike':
        return <s key={i}><Inlines parts={p.parts} /></s>;
      case 'code':
        return <code key={i}>{p.text}</code>;
      case 'mention':
        return <span key={i} className="mention">{p.text}</span>;
      case 'link':
        return /^(https?|mailto):/.test(p.url) ? <a key={i} href={p.url} target="_blank" rel="noreferrer">{p.text}</a> : <span key={i}>{p.text}</span>;
    }
  });
}
