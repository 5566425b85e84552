// Markup to text: what a person reads stays, in its lines; nothing else does.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlToText, inlineText } from '../../../crawlers/parse/html-text.ts';

describe('htmlToText', () => {
  it.each([
    ['<p>Bir</p><p>İki<br>üç</p>', 'Bir\n\nİki\nüç'],
    ['<ul><li>elma</li><li>armut</li></ul>son', 'elma\narmut\n\nson'],
    ['a<br/><br/><br/>b', 'a\n\nb'],
    ['<p></p><div></div><p>tek</p>', 'tek'],
    ['<p>önce<script>iz("x")</script><style>p{}</style> sonra</p>', 'önce sonra'],
    ['Fiyat 5 < 6 &amp; ucuz <b>değil</b>', 'Fiyat 5 < 6 & ucuz değil'],
    ['<td>bir</td><td>iki</td>', 'bir iki'],
    ['<pre>a\n  b</pre>', 'a\n  b'],
    ['düz metin\r\n\r\n  ikinci satır', 'düz metin\n\nikinci satır'],
    ['&quot;alıntı&quot; &ouml;rnek &#351;', '"alıntı" örnek ş'],
    ['&lt;p&gt;iki kez&lt;/p&gt;&lt;p&gt;kaçırılmış&lt;/p&gt;', 'iki kez\n\nkaçırılmış'],
    ['<span>https://</span><span>markam.example</span>', 'https://markam.example'],
    ['x<!-- gizli -->y', 'xy'],
    ['', ''],
  ])('%j reads as %j', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  it('leaves out the elements it is told to, with all they hold', () => {
    const html = 'benim<aside class="quote"><div>onun<br><p>sözü</p></div></aside> sözüm';
    expect(htmlToText(html, { isDropped: (name) => name === 'aside' })).toBe('benim sözüm');
  });

  it('is bounded and never cuts into an endless document', () => {
    expect(htmlToText('<p>abcdef</p>'.repeat(1000), { maxChars: 20 }).length).toBeLessThanOrEqual(20);
    expect(htmlToText(`ilk${'<div>'.repeat(400_000)}`)).toBe('ilk');
  });

  it('gives back text without markup unchanged, whatever the letters', () => {
    const words = fc.array(fc.stringMatching(/^[a-zğışçöüİĞ0-9.,!?]+$/u), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(words, (list) => {
        expect(htmlToText(list.join(' '))).toBe(list.join(' '));
      }),
    );
  });

  it('never gives out a tag that a browser would run', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(htmlToText(`<p>${text}</p><script>alert(1)</script>`)).not.toContain('alert(1)</script>');
      }),
    );
  });
});

describe('inlineText', () => {
  it.each([
    ['<b>Markam</b> &amp; Ortakları', 'Markam & Ortakları'],
    ['iki\n satır', 'iki satır'],
    ['a < b ve c <3', 'a < b ve c <3'],
    ['   ', null],
    [null, null],
  ])('%j is the title %j', (text, line) => {
    expect(inlineText(text)).toBe(line);
  });
});
